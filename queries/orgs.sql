-- The last result of each org
SELECT
  org,
  max_by(result, day) AS result,
  max(day) AS day,
  max_by(verified, day) AS verified,
  max_by(failing, day) AS failing,
  max(day) FILTER (result <> 'failed') AS "last verified",
  count(*) AS days
FROM results
GROUP BY org
ORDER BY result, org;
