-- The tables of a fleet. Set the folder of the reports first: SET VARIABLE reports = 'fleet';
-- results: one row for each org and day. runs: the history of each org. changes, findings, operations: the last verified run of each org.
-- past_changes, past_findings, past_operations: the verified run before it. removed: the results of orgs that no inventory names any more.

-- A folder name can contain the characters of a pattern.
SET VARIABLE root = if(
  contains(getvariable('reports'), '://'),
  getvariable('reports'),
  regexp_replace(getvariable('reports'), '([*?\[])', '[\1]', 'g')
);
SET VARIABLE has_inventory = (SELECT count(*) > 0 FROM glob(getvariable('root') || '/inventory.ndjson'));

CREATE OR REPLACE VIEW all_results AS
SELECT * FROM read_json(
  getvariable('root') || '/*/results.ndjson',
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', startedAt: 'VARCHAR', seconds: 'DOUBLE', result: 'VARCHAR', reason: 'VARCHAR',
    tags: 'VARCHAR[]', selected: 'INTEGER', verifiable: 'INTEGER', verified: 'INTEGER', failing: 'INTEGER'
  }
);

-- A table needs at least one file. Without one, it reads the results: their rows have none of its columns, and are left out.
CREATE OR REPLACE VIEW inventories AS
SELECT * FROM read_json(
  if(getvariable('has_inventory'), getvariable('root') || '/inventory.ndjson', getvariable('root') || '/*/results.ndjson'),
  format = 'newline_delimited',
  columns = {inventory: 'VARCHAR', day: 'VARCHAR', orgs: 'VARCHAR[]'}
)
WHERE inventory IS NOT NULL;

CREATE OR REPLACE VIEW results AS
SELECT * FROM all_results
WHERE NOT getvariable('has_inventory') OR org IN (SELECT unnest(orgs) FROM inventories);

CREATE OR REPLACE VIEW removed AS
SELECT * FROM all_results
WHERE getvariable('has_inventory') AND org NOT IN (SELECT unnest(orgs) FROM inventories);

-- The two last verified nights of each org.
CREATE OR REPLACE TEMP TABLE nights AS
SELECT org, day, getvariable('root') || '/' || org || '/' || day AS folder, n
FROM (
  SELECT org, day, row_number() OVER (PARTITION BY org ORDER BY day DESC) AS n
  FROM (
    SELECT
      regexp_extract(file, '([^/\\]+)[/\\][^/\\]+[/\\][^/\\]+$', 1) AS org,
      regexp_extract(file, '([^/\\]+)[/\\][^/\\]+$', 1) AS day
    FROM glob(getvariable('root') || '/*/????-??-??/operations.ndjson')
  )
  SEMI JOIN (SELECT org, day FROM results WHERE result <> 'failed') USING (org, day)
)
WHERE n <= 2;
SET VARIABLE last_nights = (SELECT list(folder) FROM nights WHERE n = 1);
SET VARIABLE past_nights = (SELECT list(folder) FROM nights WHERE n = 2);
CREATE OR REPLACE MACRO files_in(nights, file) AS
  coalesce(list_transform(nights, lambda night: night || '/' || file), [getvariable('root') || '/*/results.ndjson']);

CREATE OR REPLACE VIEW runs AS
SELECT
  regexp_extract(filename, '([^/\\]+)[/\\][^/\\]+$', 1) AS org,
  results.day,
  history.* EXCLUDE (filename)
FROM read_json(
  getvariable('root') || '/*/history.ndjson',
  format = 'newline_delimited',
  filename = true,
  columns = {
    startedAt: 'VARCHAR', edition: 'VARCHAR', passed: 'BOOLEAN', drift: 'VARCHAR[]',
    groups: 'STRUCT(applied VARCHAR[], partlyApplied VARCHAR[], notApplied VARCHAR[])'
  }
) AS history
JOIN results
  ON results.org = regexp_extract(filename, '([^/\\]+)[/\\][^/\\]+$', 1) AND results.startedAt = history.startedAt;

CREATE OR REPLACE MACRO rows_of_changes(nights) AS TABLE
SELECT * FROM read_json(
  files_in(nights, 'changes.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', id: 'VARCHAR', title: 'VARCHAR', section: 'VARCHAR', kind: 'VARCHAR', part: 'VARCHAR',
    resource: 'VARCHAR', state: 'VARCHAR', breaking: 'BOOLEAN', since: 'VARCHAR', operations: 'VARCHAR[]',
    applied: 'VARCHAR[]', notApplied: 'VARCHAR[]'
  }
)
WHERE id IS NOT NULL;
CREATE OR REPLACE VIEW changes AS FROM rows_of_changes(getvariable('last_nights'));
CREATE OR REPLACE VIEW past_changes AS FROM rows_of_changes(getvariable('past_nights'));

CREATE OR REPLACE MACRO rows_of_findings(nights) AS TABLE
SELECT * FROM read_json(
  files_in(nights, 'findings.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', fingerprint: 'VARCHAR', operation: 'VARCHAR', level: 'VARCHAR', kind: 'VARCHAR',
    pointer: 'VARCHAR', message: 'VARCHAR', contract: 'VARCHAR', policyResult: 'VARCHAR', change: 'VARCHAR', since: 'VARCHAR',
    lastFound: 'VARCHAR'
  }
)
WHERE fingerprint IS NOT NULL;
-- Rows with `lastFound` are findings of operations that the run did not verify.
CREATE OR REPLACE VIEW findings AS
SELECT * EXCLUDE (lastFound) FROM rows_of_findings(getvariable('last_nights')) WHERE lastFound IS NULL;
CREATE OR REPLACE VIEW past_findings AS FROM rows_of_findings(getvariable('past_nights'));

CREATE OR REPLACE MACRO rows_of_operations(nights) AS TABLE
SELECT * FROM read_json(
  files_in(nights, 'operations.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', operation: 'VARCHAR', resource: 'VARCHAR', outcome: 'VARCHAR', verdict: 'VARCHAR',
    reason: 'VARCHAR', lastVerified: 'VARCHAR'
  }
)
WHERE operation IS NOT NULL;
CREATE OR REPLACE VIEW operations AS FROM rows_of_operations(getvariable('last_nights'));
CREATE OR REPLACE VIEW past_operations AS FROM rows_of_operations(getvariable('past_nights'));
