package snapshot

import (
	"context"
	"io"
	"strconv"

	"berth.dev/engine/measure"
	"berth.dev/engine/profile"
	"github.com/parquet-go/parquet-go"
)

const (
	// definitionKey is where the file of the rows says by which definitions its
	// profiles were computed.
	definitionKey = "berth.definition"
	// seriesGroupRows is how many rows stand in a group of that file, which are 16 MiB of
	// profiles. With a million series the footer is as large as readers take it.
	seriesGroupRows = 4096
)

// seriesRow is a row of series.parquet. Its columns are what other tools see; those of
// features have the names that package profile gives them.
type seriesRow struct {
	Service string `parquet:"service,dict"`
	Kind    string `parquet:"kind,dict"`
	Peer    string `parquet:"peer,dict"`
	Source  string `parquet:"source,dict"`
	QueryID string `parquet:"query,dict"`
	Query   string `parquet:"query_text,dict"`
	From    int64  `parquet:"begins,delta,timestamp(millisecond)"`
	To      int64  `parquet:"ends,delta,timestamp(millisecond)"`
	Cadence int64  `parquet:"cadence_seconds,delta"`
	Points  int64  `parquet:"points,delta"`
	Digest  string `parquet:"digest,plain"`
	Unknown string `parquet:"unknown,dict"`
	Unit    string `parquet:"unit,dict"`
	Zone    string `parquet:"zone,dict"`

	Mean          *float64 `parquet:"mean,optional,plain"`
	P50           *float64 `parquet:"p50,optional,plain"`
	P95           *float64 `parquet:"p95,optional,plain"`
	P99           *float64 `parquet:"p99,optional,plain"`
	Peak          *float64 `parquet:"peak,optional,plain"`
	RawMax        *float64 `parquet:"raw_max,optional,plain"`
	PeakToMean    *float64 `parquet:"peak_to_mean,optional,plain"`
	Surge10m      *float64 `parquet:"surge_10m,optional,plain"`
	CV            *float64 `parquet:"cv,optional,plain"`
	Burstiness    *float64 `parquet:"burstiness,optional,plain"`
	DailySeason   *float64 `parquet:"daily_season,optional,plain"`
	WeeklySeason  *float64 `parquet:"weekly_season,optional,plain"`
	TrendPerMonth *float64 `parquet:"trend_per_month,optional,plain"`
	IdleShare     *float64 `parquet:"idle_share,optional,plain"`
	CoveredShare  *float64 `parquet:"covered_share,optional,plain"`

	// Stored is the whole profile as profile.Store writes it.
	Stored []byte `parquet:"profile,plain"`
}

// Summarise measures every series of the days and writes the file of their rows, whose
// digest it returns for the index. Series of queries that the index does not have are
// left out.
//
// Rows stand by kind and then by key: whoever needs one kind reads no other.
func (s *Snapshot) Summarise(ctx context.Context, w io.Writer, o Options) (digest string, err error) {
	rows := map[measure.Kind][]seriesRow{}
	known := func(r Ref) bool {
		_, _, ok := s.index.queryOf(r)
		return ok
	}
	walk := func(put func(Ref, []int64, []float64) error) error { return s.Walk(ctx, put) }
	count := 0
	err = measureAll(walk, known, o, func(row Row) error {
		if count++; count > mostSeries {
			return errTooMany
		}
		row.Query, _, _ = s.index.queryOf(row.Ref())
		rows[row.Kind] = append(rows[row.Kind], row.onDisk())
		return nil
	})
	if err != nil {
		return "", err
	}
	out := newWriter[seriesRow](w, parquet.MaxRowsPerRowGroup(seriesGroupRows),
		parquet.KeyValueMetadata(definitionKey, strconv.Itoa(profile.Definition)))
	for _, kind := range measure.Kinds() {
		if err := out.write(rows[kind]); err != nil {
			return "", err
		}
		if err := out.Flush(); err != nil {
			return "", err
		}
	}
	return out.close()
}

// onDisk is the row as it is written.
func (r Row) onDisk() seriesRow {
	row := seriesRow{
		Service: r.Service, Kind: string(r.Kind), Peer: r.Peer, Source: r.Source, QueryID: r.QueryID, Query: r.Query,
		From: r.From.UnixMilli(), To: r.To.UnixMilli(), Cadence: int64(r.Cadence.Seconds()), Points: int64(r.Points),
		Digest: r.Digest, Unknown: r.Unknown, Unit: r.Kind.Unit(), Zone: r.Profile.Zone,
		Stored: profile.Store(r.Profile, r.Report),
	}
	columns := []**float64{
		&row.Mean, &row.P50, &row.P95, &row.P99, &row.Peak, &row.RawMax,
		&row.PeakToMean, &row.Surge10m, &row.CV, &row.Burstiness, &row.DailySeason,
		&row.WeeklySeason, &row.TrendPerMonth, &row.IdleShare, &row.CoveredShare,
	}
	values := make([]float64, len(columns)) // one piece of memory for all
	for i, f := range r.Profile.Features() {
		if f.Feature.Known() {
			values[i] = f.Feature.Value
			*columns[i] = &values[i]
		}
	}
	return row
}
