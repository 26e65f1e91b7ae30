-- Beside examples/first.sql: statements whose classes a class data archive and the list of classes to load ahead hold.
SELECT 1;

SELECT r.ride_id, sum(r.fare * (1 - r.distance_km / 1000)) AS fares, r.started_at
FROM 'examples/data/stations.csv' AS f, 'examples/data/stations.csv' AS t, 'examples/data/rides.csv' AS r
WHERE f.district = t.district
  AND f.station_id = r.from_station
  AND t.station_id = r.to_station
  AND r.started_at > date '2025-03-15'
GROUP BY r.ride_id, r.started_at
ORDER BY fares DESC, r.started_at
LIMIT 10;

SELECT district, name
FROM 'examples/data/stations.csv'
WHERE name LIKE '%a%' AND station_id IN (SELECT to_station FROM 'examples/data/rides.csv' WHERE fare > 5)
ORDER BY name
LIMIT 3;

CREATE TEMPORARY TABLE stations AS SELECT * FROM 'examples/data/stations.csv';

SELECT district, count(DISTINCT station_id) AS stations, min(name) AS first_name, avg(station_id) AS average
FROM stations
GROUP BY district
HAVING count(*) > 1
ORDER BY 1;

SELECT s.name, coalesce(r.rides, 0) AS rides, CASE WHEN r.rides IS NULL THEN 'none' ELSE 'some' END AS answer
FROM stations AS s
LEFT JOIN (SELECT from_station, count(*) AS rides FROM 'examples/data/rides.csv' GROUP BY 1) AS r
  ON r.from_station = s.station_id
ORDER BY rides DESC, name
LIMIT 5;

SELECT * FROM stations WHERE station_id = 3;
