-- The state of each change on each org
SELECT id, title, breaking, org, state
FROM changes
ORDER BY breaking DESC, title, id, org;
