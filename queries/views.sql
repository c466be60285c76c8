-- The tables of a fleet. Set the folder of the reports first: SET VARIABLE reports = 'fleet';
-- results: one row for each org and day. runs: the history of each org. changes, findings, operations: the last verified run of each org.
SET VARIABLE last_days = (
  SELECT list(folder)
  FROM (
    SELECT max(regexp_replace(file, '[/\\][^/\\]+$', '')) AS folder
    FROM glob(getvariable('reports') || '/*/????-??-??/operations.ndjson')
    GROUP BY regexp_replace(file, '[/\\][^/\\]+[/\\][^/\\]+$', '')
  )
);

CREATE OR REPLACE VIEW results AS
SELECT * FROM read_json(
  getvariable('reports') || '/*/results.ndjson',
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', startedAt: 'VARCHAR', seconds: 'DOUBLE', result: 'VARCHAR', reason: 'VARCHAR',
    tags: 'VARCHAR[]', selected: 'INTEGER', verifiable: 'INTEGER', verified: 'INTEGER', failing: 'INTEGER'
  }
);

CREATE OR REPLACE VIEW runs AS
SELECT
  regexp_extract(filename, '([^/\\]+)[/\\][^/\\]+$', 1) AS org,
  results.day,
  history.* EXCLUDE (filename)
FROM read_json(
  getvariable('reports') || '/*/history.ndjson',
  format = 'newline_delimited',
  filename = true,
  columns = {
    startedAt: 'VARCHAR', edition: 'VARCHAR', passed: 'BOOLEAN', drift: 'VARCHAR[]',
    groups: 'STRUCT(applied VARCHAR[], partlyApplied VARCHAR[], notApplied VARCHAR[])'
  }
) AS history
JOIN results
  ON results.org = regexp_extract(filename, '([^/\\]+)[/\\][^/\\]+$', 1) AND results.startedAt = history.startedAt;

CREATE OR REPLACE VIEW changes AS
SELECT * FROM read_json(
  list_transform(getvariable('last_days'), lambda folder: folder || '/changes.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', id: 'VARCHAR', title: 'VARCHAR', section: 'VARCHAR', kind: 'VARCHAR', part: 'VARCHAR',
    resource: 'VARCHAR', state: 'VARCHAR', breaking: 'BOOLEAN', since: 'VARCHAR', operations: 'VARCHAR[]'
  }
);

CREATE OR REPLACE VIEW findings AS
SELECT * FROM read_json(
  list_transform(getvariable('last_days'), lambda folder: folder || '/findings.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', fingerprint: 'VARCHAR', operation: 'VARCHAR', level: 'VARCHAR', kind: 'VARCHAR',
    pointer: 'VARCHAR', message: 'VARCHAR', contract: 'VARCHAR', policyResult: 'VARCHAR', change: 'VARCHAR', since: 'VARCHAR'
  }
);

CREATE OR REPLACE VIEW operations AS
SELECT * FROM read_json(
  list_transform(getvariable('last_days'), lambda folder: folder || '/operations.ndjson'),
  format = 'newline_delimited',
  columns = {
    org: 'VARCHAR', day: 'VARCHAR', operation: 'VARCHAR', resource: 'VARCHAR', outcome: 'VARCHAR', verdict: 'VARCHAR',
    reason: 'VARCHAR'
  }
);
