package snapshot

import (
	"strings"
	"time"

	"berth.dev/engine/measure"
)

// Format is the format of the index, written into it.
const Format = "berth.snapshot/1"

// Folder and IndexFile are where a snapshot lies in a workspace.
const (
	Folder    = "measured"
	IndexFile = "index.json"
)

// Index is what a snapshot has.
type Index struct {
	Format string `json:"format"`
	// Made is the moment up to which the sources were asked.
	Made    time.Time `json:"made"`
	Sources []Source  `json:"sources"`
	Days    []Day     `json:"days"`
	// SeriesDigest is of the file with the rows of the series, see [Index.SeriesFile].
	SeriesDigest string `json:"series_digest,omitempty"`
}

// Source is a metrics block as it was asked.
type Source struct {
	Name string `json:"name"`
	Kind string `json:"kind"`
	// Address is where, without user, password and query.
	Address string        `json:"address"`
	Step    time.Duration `json:"step_ns"`
	Window  time.Duration `json:"window_ns"`
	Queries []Query       `json:"queries"`
	// Pairs are calls of which the source knows that they are, and not how much.
	Pairs []measure.Pair `json:"pairs,omitempty"`
	// Strangers are names that the source has and the workspace had not, sorted. Their
	// series were left out; when the workspace gets one of them, its days are read anew.
	Strangers []string `json:"strangers,omitempty"`
}

// Query is one that was asked, and how far it got.
type Query struct {
	// ID is the digest of what was asked: text, labels, step, as in [Part.Query]. It
	// is what series name their query by.
	ID   string       `json:"id"`
	Kind measure.Kind `json:"kind"`
	Text string       `json:"text"`
	// Only is the service it is for, "" for all.
	Only string `json:"only,omitempty"`
	// Failure is why the last measurement has no answer or not all of it, and since
	// when; "" where all went well.
	Failure string        `json:"failure,omitempty"`
	Cause   measure.Cause `json:"cause,omitempty"`
}

// Day is the points of one day.
type Day struct {
	// Date is the day in UTC, as in "2026-10-01"; see [Day.File].
	Date   string `json:"date"`
	Digest string `json:"digest"`
	Series int    `json:"series"`
	Points int64  `json:"points"`
	// Parts say how far each source's queries were read on that day.
	Parts []Part `json:"parts"`
}

// Part is what one query gave on one day.
type Part struct {
	Source string       `json:"source"`
	Kind   measure.Kind `json:"kind"`
	Only   string       `json:"only,omitempty"`
	// Query is the digest of what was asked: text, labels, step. Another query makes
	// the day missing.
	Query string `json:"query"`
	// Until is the time up to which it was read.
	Until   time.Time `json:"until"`
	Points  int64     `json:"points"`
	Dropped int       `json:"dropped,omitempty"`
}

// Series is a row of series.parquet: one series over all days of its window, and its
// profile's place.
type Series struct {
	measure.Key
	Source  string
	Query   string // its text
	QueryID string // its digest, as in [Query.ID]
	From    time.Time
	To      time.Time // when the last point ends
	Cadence time.Duration
	Points  int
	// Digest is of the points, "sha256:…".
	Digest string
	// Unknown is why there is no profile of it, "" where there is one.
	Unknown string
}

// Ref names the series.
func (s Series) Ref() Ref { return Ref{Key: s.Key, Source: s.Source, Query: s.QueryID} }

// File is the path of the day's file in a workspace, such as
// "measured/2026-10-01.1f2e3d4c.parquet". A part of the digest is in it, so a file once
// written never changes: a new version of a day stands beside the old one until the
// index names it, and a snapshot changes as a whole with its index.
func (d Day) File() string { return Folder + "/" + d.Date + "." + brief(d.Digest) + ".parquet" }

// SeriesFile is the path of the rows of the series in a workspace, such as
// "measured/series.5a6b7c8d.parquet", and "" where they were not made yet.
func (x Index) SeriesFile() string {
	if x.SeriesDigest == "" {
		return ""
	}
	return Folder + "/series." + brief(x.SeriesDigest) + ".parquet"
}

// brief is the part of a digest ("sha256:…") that stands in names of files.
func brief(digest string) string {
	_, hex, _ := strings.Cut(digest, ":")
	return hex[:min(8, len(hex))]
}
