-- What changed on the last day, compared with the previous run of the same org
WITH ordered AS (
  SELECT *, row_number() OVER (PARTITION BY org ORDER BY startedAt DESC) AS n FROM runs
),
pairs AS (
  SELECT a.org, a.drift AS now, b.drift AS past, a.groups AS groups, b.groups AS past_groups
  FROM ordered AS a JOIN ordered AS b ON a.org = b.org AND a.n = 1 AND b.n = 2
  WHERE a.day = (SELECT max(day) FROM results)
),
states AS (
  SELECT org, unnest(groups.applied) AS id, 'applied' AS state FROM pairs
  UNION ALL SELECT org, unnest(groups.partlyApplied), 'partly applied' FROM pairs
  UNION ALL SELECT org, unnest(groups.notApplied), 'not applied' FROM pairs
),
past_states AS (
  SELECT org, unnest(past_groups.applied) AS id, 'applied' AS state FROM pairs
  UNION ALL SELECT org, unnest(past_groups.partlyApplied), 'partly applied' FROM pairs
  UNION ALL SELECT org, unnest(past_groups.notApplied), 'not applied' FROM pairs
),
titles AS (SELECT id, any_value(title) AS title FROM changes GROUP BY id),
messages AS (
  SELECT fingerprint, any_value(operation || ': ' || message) AS message FROM findings GROUP BY fingerprint
),
last_results AS (
  SELECT *, row_number() OVER (PARTITION BY org ORDER BY day DESC) AS n FROM results
),
events AS (
  SELECT 'change is ' || states.state AS event, states.id, title AS what, states.org
  FROM states JOIN past_states USING (org, id) LEFT JOIN titles USING (id)
  WHERE states.state <> past_states.state
  UNION ALL
  SELECT 'new finding', fingerprint, message, org
  FROM (
    SELECT org, unnest(list_filter(now, lambda one: NOT list_contains(past, one))) AS fingerprint FROM pairs
  ) LEFT JOIN messages USING (fingerprint)
  UNION ALL
  SELECT 'resolved finding', fingerprint, message, org
  FROM (
    SELECT org, unnest(list_filter(past, lambda one: NOT list_contains(now, one))) AS fingerprint FROM pairs
  ) LEFT JOIN messages USING (fingerprint)
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
