-- Which findings occur on more than `more_than` orgs, without notices
SELECT count(DISTINCT org) AS orgs, any_value(level) AS level, fingerprint, operation, any_value(message) AS message
FROM findings
WHERE level <> 'notice'
GROUP BY fingerprint, operation
HAVING count(DISTINCT org) > getvariable('more_than')
ORDER BY orgs DESC, operation;
