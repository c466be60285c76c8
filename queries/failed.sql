-- Which orgs failed in their last run, and why
SELECT
  org,
  max(day) AS day,
  (SELECT max(day) FROM results AS other WHERE other.org = results.org AND result <> 'failed') AS "last verified",
  coalesce(max_by(reason, day), 'unknown') AS reason
FROM results
GROUP BY org
HAVING max_by(result, day) = 'failed'
ORDER BY org;
