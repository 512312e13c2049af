"""The sentence for every problem code: what is wrong, what we did, what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Read all the same; the sentence says how.
TOLERATED_WORDS: dict[str, str | Promise] = {
    "manifest_missing": gettext_lazy("There is no manifest.csv. We took every file that is there for the whole truth (bulk)."),
    "manifest_blank": gettext_lazy("manifest.csv does not say whether this file is bulk or delta. We took it as bulk."),
    "manifest_absent": gettext_lazy(
        "manifest.csv says this file is absent, but it is there. We read what it adds and changes; it ends nothing."
    ),
    "manifest_odd": gettext_lazy(
        "manifest.csv says “%(value)s” for this file. Only absent, bulk and delta are known; we took it as bulk."
    ),
    "version_odd": gettext_lazy(
        "OneRoster version “%(value)s” is not known to us. We read the files as 1.1 or 1.2, as they look."
    ),
    "only_manifest": gettext_lazy("The zip file holds only manifest.csv, which means: no updates."),
    "file_renamed": gettext_lazy("The file should be called “%(value)s”, with exactly these capitals. We read it all the same."),
    "file_unknown": gettext_lazy("This file does not belong to a roster. We left it unopened."),
    "in_folder": gettext_lazy(
        "The files lie in a folder inside the zip file. They should lie at its top; we read them all the same."
    ),
    "encoding": gettext_lazy("The file is not UTF-8. We read it as %(value)s: look at names with accents before you apply."),
    "delimiter": gettext_lazy("The columns are separated by “%(value)s” instead of commas. We read them all the same."),
    "header_renamed": gettext_lazy("The column is called “%(value)s” here. We read it as what it is meant to be."),
    "header_missing": gettext_lazy("This column is missing. We read the rest without it."),
    "header_twice": gettext_lazy("This column is there twice. We read the first one."),
    "header_order": gettext_lazy("The columns are in another order than the standard says. We go by their names."),
    "row_short": gettext_lazy("The row has fewer cells than there are columns. We took the missing ones as blank."),
    "row_comma": gettext_lazy("The row has empty cells beyond the last column. We left them out."),
    "line_break": gettext_lazy("There is a line break inside a cell of this row. We read it as a space."),
    "hidden_signs": gettext_lazy("There were invisible signs in “%(value)s”. We took them out."),
    "cut_short": gettext_lazy("The text is longer than we can keep. We kept its beginning: “%(value)s”."),
    "status_in_bulk": gettext_lazy("In a bulk file status and dateLastModified should be blank. We read the rows as they stand."),
    "status_inactive": gettext_lazy("The status is “inactive”, which the standard dropped. We take the record as ended."),
    "status_unknown": gettext_lazy(
        "The status “%(value)s” is not in the standard. We took the record as active, because no unknown word ends one."
    ),
    "status_missing": gettext_lazy("In a delta file every row needs a status. We took the row as active."),
    "word_case": gettext_lazy("“%(value)s” is written with other capitals than the standard says. We read it all the same."),
    "date_form": gettext_lazy(
        "The date “%(value)s” is not written as YYYY-MM-DD. It can be read in one way only, so we read it."
    ),
    "twice_same": gettext_lazy("The id “%(value)s” is there more than once under the same name. We took the rows as one record."),
    "enrolment_twice": gettext_lazy("The same person is in the same section more than once. We took the rows as one enrolment."),
    "org_as_school": gettext_lazy(
        "“%(value)s” is not called a school in orgs.csv, but sections belong to it. We took it as a school."
    ),
    "school_nameless": gettext_lazy("The school “%(value)s” has no name. We call it by its id until you give it one."),
    "role_not_used": gettext_lazy("Enrolments as “%(value)s” are not used here, only those of students and teachers."),
    "role_elsewhere": gettext_lazy("The role belongs to “%(value)s”, which is not a school. We left the role out."),
    "kind_changed": gettext_lazy(
        "“%(value)s” was a student and is an adult now, or the other way round. Check that the id was not given to somebody else."
    ),
    "link_not_family": gettext_lazy(
        "“%(value)s”: neither is a student with the other one a parent, guardian or relative. We did not make a guardian of anybody."
    ),
    "delta_links": gettext_lazy(
        "A delta cannot say that somebody is no longer a guardian. Send users.csv in bulk to end such links."
    ),
    "corrected_here": gettext_lazy(
        "%(value)s was corrected here, and the roster now says something else again. The correction stays."
    ),
    "ended_here": gettext_lazy("%(value)s was ended here by a member of staff, but the roster still has it. It stays ended."),
    "school_not_sent": gettext_lazy(
        "The school “%(value)s” is not in these files. Nothing of it was ended, because you do not import for it."
    ),
    "source_guessed": gettext_lazy("The files do not say which system they come from. We took it to be “%(value)s”."),
    "given_missing": gettext_lazy("The student has no given name. We took “%(value)s”, the family name, as the whole name."),
    "section_beside": gettext_lazy(
        "The section “%(value)s” is at this school already, from another source or made by hand. This roster makes a second one beside it."
    ),
    "no_guardian": gettext_lazy("%(value)s has no guardian in these files. Nobody at home would hear about this child."),
}
# Left out; whatever the row speaks of stays as it was.
LEFT_OUT_WORDS: dict[str, str | Promise] = {
    "manifest_promised": gettext_lazy("manifest.csv promises this file, but it is not there. Nothing of its kind was changed."),
    "file_empty": gettext_lazy("The file has no rows. We took it as not sent, so it ends nothing."),
    "file_headless": gettext_lazy("The file is empty. We took it as not sent."),
    "row_long": gettext_lazy(
        "The row has more cells than there are columns; perhaps a comma is not quoted. We left the row out, and what it speaks of stays as it was."
    ),
    "id_missing": gettext_lazy(
        "The row has no %(value)s. We cannot know whom or what it speaks of, so no record of this kind is ended by this import."
    ),
    "id_long": gettext_lazy("The id is longer than 255 signs. We left the row out."),
    "name_missing": gettext_lazy(
        "The person has no name. We left the row out; if we know the person, everything stays as it was."
    ),
    "role_missing": gettext_lazy("The row has no role, so we cannot tell a student from an adult. We left it out."),
    "role_unknown": gettext_lazy("The role “%(value)s” is not in the standard. We left the row out."),
    "date_unreadable": gettext_lazy("“%(value)s” is not a date. Write it as YYYY-MM-DD. We left the date blank."),
    "date_ambiguous": gettext_lazy("“%(value)s” can be read in two ways. Write it as YYYY-MM-DD. We left the date blank."),
    "email_unusable": gettext_lazy("“%(value)s” is not an e-mail address. We left it out; an address we had stays."),
    "phone_unusable": gettext_lazy(
        "“%(value)s” is not a phone number that can be called. We left it out; a number we had stays."
    ),
    "phone_no_country": gettext_lazy(
        "“%(value)s” has no country code, and we do not know the country. Choose the country for phone numbers, or write it with +."
    ),
    "language_unknown": gettext_lazy(
        "We do not know a language called “%(value)s”. Write its name or its code, such as es or so."
    ),
    "relation_unknown": gettext_lazy("We do not know the relation “%(value)s”. We took it as guardian."),
    "twice_differs": gettext_lazy(
        "The id “%(value)s” is there for different names. We cannot know which is right, so all stays as it was."
    ),
    "school_unknown": gettext_lazy("There is no school with the id “%(value)s”. We left the row out."),
    "section_unknown": gettext_lazy("There is no section with the id “%(value)s”. We left the row out."),
    "person_unknown": gettext_lazy("No person with the id “%(value)s” can be used from these files. We left the row out."),
    "link_unknown": gettext_lazy(
        "No person with the id “%(value)s” can be used from these files, but is named as belonging to this one. We left the link out."
    ),
    "enrolment_role": gettext_lazy(
        "%(value)s: only students can be enrolled as students and only adults as teachers. We left the row out."
    ),
    "nothing_ended": gettext_lazy(
        "Because of unreadable rows, nothing of this kind is ended by this import. Mend the rows and import again."
    ),
    "teacher_no_id": gettext_lazy(
        "The teacher “%(value)s” has a name but no id. We never match people by name; add a column with ids."
    ),
    "student_differs": gettext_lazy(
        "The rows of the student “%(value)s” give different names. We left the student out; all stays as it was."
    ),
    "guardian_differs": gettext_lazy(
        "The rows of the guardian “%(value)s” give different names. We left this person out; all stays as it was."
    ),
    "guardian_nameless": gettext_lazy(
        "The row has an address or number of a guardian but no name. We left the guardian out; all stays as it was."
    ),
    "more": gettext_lazy("There are more of these: %(value)s."),
}
TOLERATED = frozenset(TOLERATED_WORDS)
_WORDS = TOLERATED_WORDS | LEFT_OUT_WORDS


def sentence(code: str, value: str) -> str:
    """The problem in the reader's language."""
    words = _WORDS.get(code)
    if words is None:
        return _("Something is wrong here (%(code)s).") % {"code": code}
    return str(words) % {"value": value}
