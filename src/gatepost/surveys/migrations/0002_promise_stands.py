"""What was promised stands, whoever writes into the database: after the first answer nothing a reader of it relied on changes."""

from django.db import migrations

# Stricter is always allowed until somebody has answered; looser is not from the day on which invitations went out.
_FORWARD = """
CREATE FUNCTION surveys_keep_promise() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  looseness CONSTANT jsonb := '{"anonymous": 0, "confidential": 1, "named": 2}';
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
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER surveys_keep_promise BEFORE UPDATE ON surveys_survey FOR EACH ROW EXECUTE FUNCTION surveys_keep_promise();

CREATE FUNCTION surveys_keep_questions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  asked bigint[];
BEGIN
  asked := CASE TG_OP
    WHEN 'INSERT' THEN ARRAY[NEW.survey_id] WHEN 'DELETE' THEN ARRAY[OLD.survey_id] ELSE ARRAY[OLD.survey_id, NEW.survey_id]
  END;
  -- The lock makes an answer and a change wait for each other.
  PERFORM 1 FROM surveys_survey WHERE id = ANY(asked) FOR SHARE;
  IF EXISTS (SELECT 1 FROM surveys_survey WHERE id = ANY(asked) AND answered_first_on IS NOT NULL) THEN
    RAISE EXCEPTION 'survey %: somebody has answered, its questions stand', asked[1]
      USING ERRCODE = 'check_violation', CONSTRAINT = 'surveys_questions_stand';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER surveys_keep_questions BEFORE INSERT OR UPDATE OR DELETE ON surveys_item
  FOR EACH ROW EXECUTE FUNCTION surveys_keep_questions();
CREATE TRIGGER surveys_keep_questions BEFORE INSERT OR UPDATE OR DELETE ON surveys_part
  FOR EACH ROW EXECUTE FUNCTION surveys_keep_questions();
"""
_BACK = """
DROP TRIGGER surveys_keep_questions ON surveys_part;
DROP TRIGGER surveys_keep_questions ON surveys_item;
DROP FUNCTION surveys_keep_questions();
DROP TRIGGER surveys_keep_promise ON surveys_survey;
DROP FUNCTION surveys_keep_promise();
"""


class Migration(migrations.Migration):
    dependencies = [("surveys", "0001_initial")]
    operations = [migrations.RunSQL(_FORWARD, _BACK)]
