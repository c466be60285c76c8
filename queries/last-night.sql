-- What changed on the last day
-- Each org is compared with its verified run before, and each operation with the last run that verified it.
WITH pairs AS (
  SELECT org FROM nights WHERE n = 1 AND day = (SELECT max(day) FROM results)
  INTERSECT SELECT org FROM nights WHERE n = 2
),
states AS (
  SELECT
    now.org, id, now.title,
    if(now.applied = [], 'not applied', if(now.notApplied = [], 'applied', 'partly applied')) AS state,
    if(past.applied = [], 'not applied', if(past.notApplied = [], 'applied', 'partly applied')) AS past_state,
    -- The first observation of a change, also in one more operation, is no event.
    list_has_any(now.applied, past.notApplied) OR list_has_any(now.notApplied, past.applied) AS is_moved
  FROM changes AS now JOIN past_changes AS past USING (org, id) SEMI JOIN pairs USING (org)
),
-- A notice is no drift. So a finding is new when it is no longer a notice, and resolved when it becomes one.
drift_now AS (FROM rows_of_findings(getvariable('last_nights')) WHERE level <> 'notice'),
drift_before AS (FROM past_findings WHERE level <> 'notice'),
new_findings AS (
  SELECT now.*, past.lastVerified
  FROM drift_now AS now
  SEMI JOIN pairs USING (org)
  ANTI JOIN drift_before USING (org, operation, fingerprint)
  LEFT JOIN past_operations AS past USING (org, operation)
  WHERE lastFound IS NULL
),
-- `past_findings` has those of operations that were not verified, too. So only a verified operation resolves a finding.
resolved_findings AS (
  SELECT past.*
  FROM drift_before AS past
  SEMI JOIN pairs USING (org)
  ANTI JOIN drift_now USING (org, operation, fingerprint)
  SEMI JOIN (FROM operations WHERE outcome = 'verified') USING (org, operation)
),
last_results AS (
  SELECT *, row_number() OVER (PARTITION BY org ORDER BY day DESC) AS n FROM results
),
events AS (
  SELECT 'change is ' || state AS event, id, title AS what, org FROM states WHERE is_moved AND state <> past_state
  UNION ALL
  SELECT
    if(lastVerified IS NULL, 'finding, first verified', 'new finding'), fingerprint, operation || ': ' || message, org
  FROM new_findings
  UNION ALL
  SELECT 'resolved finding', fingerprint, operation || ': ' || message, org FROM resolved_findings
  UNION ALL
  SELECT if(a.result = 'failed', 'org failed', 'org works again'), '', coalesce(a.reason, ''), a.org
  FROM last_results AS a JOIN last_results AS b ON a.org = b.org AND a.n = 1 AND b.n = 2
  WHERE a.day = (SELECT max(day) FROM results) AND (a.result = 'failed') <> (b.result = 'failed')
)
SELECT
  event,
  count(DISTINCT org) AS orgs,
  id,
  any_value(what) AS what,
  array_to_string(list_sort(list(DISTINCT org))[1:3], ', ') AS "for example"
FROM events
GROUP BY event, id, if(id = '', org, '')
ORDER BY event, orgs DESC, id;
