package shop_test

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// data is the folder of shared data, which a test must have when CI=true.
func data(t testing.TB, name string) string {
	t.Helper()
	path := filepath.Join("../../../../shared/data", name)
	if _, err := os.Stat(path); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip("the shared data are not there: ", err)
	}
	return path
}

// visitors are requests a second of a shop from a time on: the taxis of New York, of the
// last weeks of that series, on the same days of the week.
func visitors(t testing.TB, from time.Time, n int) line {
	t.Helper()
	f, err := os.Open(data(t, "series/nyc_taxi.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	rows = rows[1:]
	first, err := time.Parse(time.DateTime, rows[0][0])
	if err != nil {
		t.Fatal(err)
	}
	const half, week = 30 * time.Minute, 7 * day
	weeks := from.Add(time.Duration(n)*step).Sub(first.Add(time.Duration(len(rows)-1)*half))/week + 1
	out := make(line, n)
	for i := range out {
		at := from.Add(time.Duration(i)*step).Sub(first) - weeks*week
		k := int(at / half)
		a, b := number(t, rows[k][1]), number(t, rows[k+1][1])
		out[i] = (a + (b-a)*float64(at%half)/float64(half)) / 100
	}
	return out
}

func number(t testing.TB, text string) float64 {
	t.Helper()
	v, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return v
}
