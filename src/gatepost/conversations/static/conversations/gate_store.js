// What the gate keeps on this phone. `entries` wait to be sent: they outlive a killed tab and signing out, name no child, and
// are shown to nobody but their owner; `logged` are ids of presses, so that no card opens again with what was logged, of
// entries that were deleted unsent after 30 days, and what the school remarked on an entry until its owner has read it. `lists` are the children's names, kept only where the owner chose so;
// ui/kept.js deletes that database, and the mark that says whose it is, at signing out.
"use strict";
self.Gate = {};
Gate.store = (() => {
  const KEPT = "gatepost-kept";
  const WAITING = "gatepost-waiting";
  const STORES = { [KEPT]: { lists: "owner" }, [WAITING]: { entries: "once", logged: "once" } };
  const HOME = { lists: KEPT, entries: WAITING, logged: WAITING };
  const opened = {};

  function database(name) {
    opened[name] ??= new Promise((resolve, reject) => {
      const asked = indexedDB.open(name, 1);
      asked.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(STORES[name])) asked.result.createObjectStore(store, { keyPath });
      };
      asked.onsuccess = () => {
        const db = asked.result;
        db.onclose = () => delete opened[name];
        db.onversionchange = () => {
          delete opened[name];
          db.close();
        };
        resolve(db);
      };
      asked.onerror = () => {
        delete opened[name];
        reject(asked.error);
      };
    });
    return opened[name];
  }

  // Resolves when it is on the disk: a tab may be killed right after.
  async function within(store, mode, act) {
    const db = await database(HOME[store]);
    return new Promise((resolve, reject) => {
      const work = db.transaction(store, mode, { durability: "strict" });
      const asked = act(work.objectStore(store));
      work.oncomplete = () => resolve(asked.result);
      work.onabort = () => reject(work.error);
    });
  }

  return {
    KEPT,
    all: (store) => within(store, "readonly", (rows) => rows.getAll()),
    get: (store, key) => within(store, "readonly", (rows) => rows.get(key)),
    put: (store, row) => within(store, "readwrite", (rows) => rows.put(row)),
    remove: (store, key) => within(store, "readwrite", (rows) => rows.delete(key)),
    destroy: async (name) => {
      const db = await opened[name];
      db?.close();
      delete opened[name];
      return new Promise((resolve) => {
        const asked = indexedDB.deleteDatabase(name);
        asked.onsuccess = asked.onerror = asked.onblocked = resolve;
      });
    },
  };
})();
