"""Why the versions of the rubric are not told to whom they are about."""

REASONS = {"rubrics": "審査基準の版です。変えた担当者の名だけを含み、応募者については含みません。"}
