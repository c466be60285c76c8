-- Which orgs have a change: its ID, or a part of its title, is in the variable `change`
SELECT org, state, strftime(since::TIMESTAMP, '%Y-%m-%d') AS since, id, title
FROM changes
WHERE id = getvariable('change') OR contains(lower(title), lower(getvariable('change')))
ORDER BY title, state, org;
