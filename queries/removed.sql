-- Which orgs are no longer in the inventory
-- They are not part of the other answers.
SELECT org, max_by(result, day) AS result, max(day) AS day, count(*) AS days
FROM removed
GROUP BY org
ORDER BY org;
