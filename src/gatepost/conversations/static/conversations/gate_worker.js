// The service worker of the pages about talks: it keeps their shell, which names nobody, and sends what waits when the
// connection is back. `self.SHELL` says what to keep; a new version of it replaces the old.
"use strict";
const CACHE = `gatepost-shell-${SHELL.version}`;
const PATIENCE = 3000;
let lastFallback = 0;

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOldShells().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && url.pathname === SHELL.page) event.respondWith(page(request));
  else if (SHELL.files.includes(url.pathname)) event.respondWith(file(request, url.pathname));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "gatepost-gate") event.waitUntil(sendAll());
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  // Without cookies: the shell is the page of nobody.
  await cache.put(SHELL.page, await sound(new Request(SHELL.shell, { credentials: "omit", cache: "no-store" })));
  for (const path of SHELL.files) await cache.put(path, await sound(new Request(path, { cache: "no-cache" })));
}

async function sound(request) {
  const response = await fetch(request);
  if (!response.ok || response.redirected) throw new Error(`${request.url}: ${response.status}`);
  return response;
}

async function forgetOldShells() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("gatepost-shell-") && name !== CACHE).map((name) => caches.delete(name)));
}

// The school's own page where it comes soon enough, else the shell.
async function page(request) {
  const coming = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  try {
    const response = await Promise.race([coming, late]);
    // The school sends this visitor elsewhere: the session has ended, and the names go with it.
    if (response?.type === "opaqueredirect") await Gate.store.destroy(Gate.store.KEPT);
    if (response && response.status < 500) return response;
  } catch {
    // No connection: the shell.
  }
  lastFallback = Date.now();
  return (await kept(SHELL.page)) ?? coming;
}

// Files of a shell that has just been shown come from where it came from.
async function file(request, path) {
  if (Date.now() - lastFallback < 15000) return (await kept(path)) ?? fetch(request);
  try {
    return await fetch(request);
  } catch (error) {
    const found = await kept(path);
    if (found) return found;
    throw error;
  }
}

async function kept(path) {
  return (await caches.open(CACHE)).match(path);
}

// Entries that can still be undone are waited for; what could not be sent makes the browser try again.
async function sendAll() {
  const held = (await Gate.store.all("entries")).map((entry) => entry.hold - Date.now()).filter((rest) => rest > 0 && rest < 60000);
  if (held.length) await new Promise((resolve) => setTimeout(resolve, Math.max(...held) + 50));
  const state = await Gate.sync.sync(SHELL);
  if (state === "signed-out") await Gate.store.destroy(Gate.store.KEPT);
  if (state === "offline") throw new Error("no connection");
}
