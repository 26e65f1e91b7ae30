-- A file is a table: half a year of a city's bike rides, straight from CSV.
SELECT count(*) AS rides,
       sum(fare) AS fares,
       round(avg(distance_km), 2) AS avg_km
FROM 'examples/data/rides.csv';

-- Which districts do people ride to in the evening?
SELECT s.district,
       count(*) AS rides,
       count(*) FILTER (WHERE r.bike = 'electric') AS electric,
       round(avg(r.distance_km), 2) AS avg_km
FROM 'examples/data/rides.csv' AS r
JOIN 'examples/data/stations.csv' AS s ON s.station_id = r.to_station
WHERE extract(HOUR FROM r.started_at) BETWEEN 17 AND 20
GROUP BY s.district
ORDER BY rides DESC, s.district;

-- The busiest station of each month, by a window function.
WITH monthly AS (
  SELECT date_trunc('month', started_at) AS month, from_station, count(*) AS rides
  FROM 'examples/data/rides.csv'
  GROUP BY 1, 2
)
SELECT extract(YEAR FROM m.month) AS year, extract(MONTH FROM m.month) AS month, s.name AS station, m.rides
FROM (SELECT *, row_number() OVER (PARTITION BY month ORDER BY rides DESC, from_station) AS place FROM monthly) AS m
JOIN 'examples/data/stations.csv' AS s ON s.station_id = m.from_station
WHERE m.place = 1
ORDER BY 1, 2;
