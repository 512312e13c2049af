"""OneRoster's files and columns (1.1 and 1.2), and the other names under which exports call them."""

# Files we read, with the columns we use, in the standard's order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "manifest.csv": ("propertyName", "value"),
    "orgs.csv": ("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"),
    "classes.csv": (
        "sourcedId",
        "status",
        "dateLastModified",
        "title",
        "grades",
        "courseSourcedId",
        "classCode",
        "classType",
        "schoolSourcedId",
    ),
    "users.csv": (
        "sourcedId",
        "status",
        "dateLastModified",
        "orgSourcedIds",
        "role",
        "givenName",
        "familyName",
        "email",
        "sms",
        "phone",
        "agentSourcedIds",
        "grades",
        "preferredGivenName",
        "preferredFamilyName",
    ),
    "roles.csv": (
        "sourcedId",
        "status",
        "dateLastModified",
        "userSourcedId",
        "roleType",
        "role",
        "beginDate",
        "endDate",
        "orgSourcedId",
    ),
    "enrollments.csv": (
        "sourcedId",
        "status",
        "dateLastModified",
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate",
    ),
    # Microsoft School Data Sync v2.1
    "relationships.csv": ("userSourcedId", "relationshipUserSourcedId", "relationshipRole"),
}
# Columns without which a file says nothing.
NEEDED: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("sourcedId",),
    "classes.csv": ("sourcedId",),
    "users.csv": ("sourcedId",),
    "roles.csv": ("userSourcedId", "role"),
    "enrollments.csv": ("classSourcedId", "userSourcedId", "role"),
    "relationships.csv": ("userSourcedId", "relationshipUserSourcedId"),
}
# Columns the standard requires but we can do without: their absence is reported.
EXPECTED: dict[str, tuple[str, ...]] = {
    "orgs.csv": ("name", "type"),
    "classes.csv": ("title", "schoolSourcedId"),
    "users.csv": ("givenName", "familyName"),
    "roles.csv": ("orgSourcedId",),
    "enrollments.csv": ("sourcedId",),
}
# Files of the standard that we leave closed without a word.
NOT_NEEDED = frozenset(
    f"{name.lower()}.csv"
    for name in (
        "academicSessions",
        "courses",
        "demographics",
        "categories",
        "lineItems",
        "lineItemLearningObjectiveIds",
        "lineItemScoreScales",
        "results",
        "resultLearningObjectiveIds",
        "resultScoreScales",
        "scoreScales",
        "resources",
        "classResources",
        "courseResources",
        "userResources",
        "userProfiles",
    )
)
# Lower case, as met in reality → the standard's name.
ALIASES: dict[str, str] = {
    "prefferedgivenname": "preferredGivenName",
    "preferedgivenname": "preferredGivenName",
    "prefferedfamilyname": "preferredFamilyName",
    "preferedfamilyname": "preferredFamilyName",
    "preferredfirstname": "preferredGivenName",
    "preferredlastname": "preferredFamilyName",
    "datalastmodified": "dateLastModified",
    "datlastmodified": "dateLastModified",
    "agents": "agentSourcedIds",
    "agentsourcedid": "agentSourcedIds",
    "agentids": "agentSourcedIds",
    "grade": "grades",
    "userid": "userSourcedId",
    "usersourceid": "userSourcedId",
    "classid": "classSourcedId",
    "schoolid": "schoolSourcedId",
    "orgid": "orgSourcedId",
    "parentid": "parentSourcedId",
    "firstname": "givenName",
    "lastname": "familyName",
    "sourceid": "sourcedId",
    "sourcedids": "sourcedId",
    "relateduserid": "relationshipUserSourcedId",
    "relationship": "relationshipRole",
}
# In some files one column stands for another.
ALIASES_IN: dict[str, dict[str, str]] = {
    "users.csv": {
        "orgsourcedid": "orgSourcedIds",
        "orgs": "orgSourcedIds",
        "schoolsourcedids": "orgSourcedIds",
        "schoolids": "orgSourcedIds",
    },
    "classes.csv": {"orgsourcedid": "schoolSourcedId", "orgsourcedids": "schoolSourcedId"},
    "roles.csv": {"orgsourcedids": "orgSourcedId", "schoolsourcedid": "orgSourcedId"},
}
# What the standard has no column for; with or without the prefix metadata. or ext_, in any case.
EXTENSIONS: dict[str, str] = {
    "homelanguage": "language",
    "language": "language",
    "preferredlanguage": "language",
    "languagecode": "language",
    "primarylanguage": "language",
    "homelanguagecode": "language",
    "home": "home",
    "household": "home",
    "householdid": "home",
    "relation": "relation",
    "relationship": "relation",
    "protected": "protected",
    "isprotected": "protected",
    "address": "address",
    "homeaddress": "address",
}
EXTENSION_PREFIXES = ("metadata.", "metadata_", "ext_", "ext.")

SCHOOL_TYPES = frozenset({"school"})
ABOVE_SCHOOL = frozenset({"district", "local", "state", "national"})
STATUS_WORDS = {"": "ok", "active": "ok", "tobedeleted": "gone", "inactive": "gone"}
