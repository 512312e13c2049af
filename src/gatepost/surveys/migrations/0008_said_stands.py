"""What was said stands too, whoever writes into the database: words, languages and purpose from opening on, a day once it is set."""

from django.db import migrations

_PROMISE = """
CREATE OR REPLACE FUNCTION surveys_keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  looseness CONSTANT jsonb := '{{"anonymous": 0, "confidential": 1, "named": 2}}';
BEGIN
  IF OLD.state <> 'draft' AND (
    NEW.state = 'draft' OR (looseness ->> NEW.privacy)::int > (looseness ->> OLD.privacy)::int
  ) THEN
    RAISE EXCEPTION 'survey %: its promise went out with the invitations', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_promise_went_out';
  END IF;
  IF OLD.answered_first_on IS NOT NULL AND (
    NEW.answered_first_on IS DISTINCT FROM OLD.answered_first_on OR NEW.privacy <> OLD.privacy OR NEW.unit <> OLD.unit
    OR NEW.sectors <> OLD.sectors OR NEW.school_id <> OLD.school_id
  ) THEN
    RAISE EXCEPTION 'survey %: somebody has answered, its promise stands', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_promise_stands';
  END IF;{more}
  RETURN NEW;
END $$;
"""
# A language may be added to words that were said; nothing that was said in one changes.
_MORE = """
  IF OLD.state = 'closed' AND NEW.state <> 'closed' THEN
    RAISE EXCEPTION 'survey %: it is closed and stays closed', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_closed_stays_closed';
  END IF;
  IF OLD.state <> 'draft' AND (
    NOT NEW.title @> OLD.title OR NOT NEW.intro @> OLD.intro OR (OLD.intro = '{}' AND NEW.intro <> '{}')
    OR NOT NEW.languages @> OLD.languages OR NEW.languages[1] IS DISTINCT FROM OLD.languages[1]
    OR NEW.kind <> OLD.kind OR NEW.reference <> OLD.reference
  ) THEN
    RAISE EXCEPTION 'survey %: its words and its purpose went out with the invitations', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_words_went_out';
  END IF;
  IF NEW.state <> 'draft' AND NEW.privacy = 'anonymous' AND (OLD.state = 'draft' OR OLD.privacy <> 'anonymous') AND EXISTS (
    SELECT 1 FROM surveys_item WHERE survey_id = NEW.id AND kind = 'text' AND shown_if <> '{}'
  ) THEN
    RAISE EXCEPTION 'survey %: own words hang on another answer', OLD.id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_own_words_stand_alone';
  END IF;"""
_OTHERS = """
CREATE FUNCTION surveys_keep_part_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM surveys_survey WHERE id = OLD.survey_id AND state <> 'draft') THEN
    RAISE EXCEPTION 'survey %: the words of its parts went out with it', OLD.survey_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_words_went_out';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER surveys_keep_words BEFORE UPDATE ON surveys_part FOR EACH ROW
  WHEN (NOT NEW.title @> OLD.title OR NOT NEW.lead @> OLD.lead) EXECUTE FUNCTION surveys_keep_part_words();

CREATE FUNCTION surveys_keep_sections() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked bigint[];
BEGIN
  asked := CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.survey_id] WHEN 'DELETE' THEN ARRAY[OLD.survey_id] ELSE ARRAY[OLD.survey_id, NEW.survey_id]
  END;
  PERFORM 1 FROM surveys_survey WHERE id = ANY(asked) FOR SHARE;
  IF EXISTS (SELECT 1 FROM surveys_survey WHERE id = ANY(asked) AND state <> 'draft') THEN
    RAISE EXCEPTION 'survey %: whom it asks went out with the invitations', asked[1]
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_sections_stand';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER surveys_keep_sections BEFORE INSERT OR UPDATE OR DELETE ON surveys_survey_sections
  FOR EACH ROW EXECUTE FUNCTION surveys_keep_sections();

CREATE FUNCTION surveys_keep_answered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'invitation %: it has been answered, once', OLD.id
    USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_answered_once';
END $$;
CREATE TRIGGER surveys_keep_answered BEFORE UPDATE ON surveys_invitation FOR EACH ROW
  WHEN (OLD.answered_on IS NOT NULL AND NEW.answered_on IS DISTINCT FROM OLD.answered_on)
  EXECUTE FUNCTION surveys_keep_answered();
"""
_OTHERS_BACK = """
DROP TRIGGER surveys_keep_answered ON surveys_invitation;
DROP FUNCTION surveys_keep_answered();
DROP TRIGGER surveys_keep_sections ON surveys_survey_sections;
DROP FUNCTION surveys_keep_sections();
DROP TRIGGER surveys_keep_words ON surveys_part;
DROP FUNCTION surveys_keep_part_words();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0007_settled")]
    operations = [
        migrations.RunSQL(_PROMISE.format(more=_MORE), _PROMISE.format(more="")),
        migrations.RunSQL(_OTHERS, _OTHERS_BACK),
    ]
