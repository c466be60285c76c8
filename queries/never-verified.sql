-- Which operations were verified in the last run of no org, and why
SELECT operation, count(DISTINCT org) AS orgs, string_agg(DISTINCT coalesce(reason, outcome), ', ') AS reasons
FROM operations
GROUP BY operation
HAVING count(*) FILTER (outcome = 'verified') = 0
ORDER BY operation;
