package datadog

import (
	"bytes"
	"encoding/json"
	"strconv"

	"berth.dev/engine/measure"
)

// timeseries is an answer: a value for each series and each time. Values stay text
// until they are read, series by series, so that a hostile answer costs no more memory
// than its bytes.
type timeseries struct {
	series []series
	times  []int64 // milliseconds
	values []byte
	// crowded tells that it has too many series: less time would not help.
	crowded bool
}

// series is who a row of values is of.
type series struct {
	Tags tags     `json:"group_tags"`
	Unit unitPair `json:"unit"`
}

// tags are as in ["service:cart", "env:prod"]. More than a few are no tags of a group.
type tags []string

// UnmarshalJSON refuses what is too large before it is decoded.
func (t *tags) UnmarshalJSON(raw []byte) error {
	const most = 16 << 10
	if len(raw) > most {
		return strconv.ErrRange
	}
	return json.Unmarshal(raw, (*[]string)(t))
}

// unitPair is a unit and what it is over.
type unitPair [2]*unit

// UnmarshalJSON reads null as no unit.
func (p *unitPair) UnmarshalJSON(raw []byte) error {
	const most = 4 << 10
	if len(raw) > most {
		return strconv.ErrRange
	}
	return json.Unmarshal(raw, (*[2]*unit)(p))
}

// decode takes an answer apart.
func (s *Source) decode(raw []byte, t stretch) (timeseries, *measure.Failure) {
	var envelope struct {
		Data *struct {
			Type       string `json:"type"`
			Attributes struct {
				Series json.RawMessage `json:"series"`
				Times  json.RawMessage `json:"times"`
				Values json.RawMessage `json:"values"`
			} `json:"attributes"`
		} `json:"data"`
		Errors json.RawMessage `json:"errors"`
	}
	if err := json.Unmarshal(raw, &envelope); err != nil || envelope.Data == nil {
		if words := s.words(raw); words != "" {
			return timeseries{}, measure.Fail(measure.Wrong, "%s: Datadog answers with an error%s", s.address, words)
		}
		return timeseries{}, s.nonsense("the answer is no timeseries")
	}
	if kind := envelope.Data.Type; kind != "" && kind != "timeseries_response" {
		return timeseries{}, s.nonsense("the answer is no timeseries")
	}
	a := envelope.Data.Attributes
	out := timeseries{values: a.Values}
	var f *measure.Failure
	if out.series, f = s.decodeSeries(a.Series); f != nil {
		return timeseries{crowded: f.Cause == measure.TooLarge}, f
	}
	if out.times, f = s.decodeTimes(a.Times, t); f != nil {
		return out, f
	}
	return out, nil
}

// decodeSeries reads who the rows are of, no more of them than allowed.
func (s *Source) decodeSeries(raw []byte) ([]series, *measure.Failure) {
	if len(raw) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return nil, s.nonsense("the answer has no list of series")
	}
	var out []series
	for d.More() {
		if len(out) == s.o.Limits.Series {
			return nil, measure.Fail(measure.TooLarge, "%s: more than %d series. Let the query group by service alone", s.address, s.o.Limits.Series)
		}
		var one series
		if d.Decode(&one) != nil {
			return nil, s.nonsense("a series of the answer has tags or a unit in another form")
		}
		out = append(out, one)
	}
	return out, nil
}

// decodeTimes reads the times, no more of them than were asked for.
func (s *Source) decodeTimes(raw []byte, t stretch) ([]int64, *measure.Failure) {
	var out []int64
	before := int64(-1)
	for cell := range cells(raw) {
		n, err := strconv.ParseInt(string(cell), 10, 64)
		if err != nil || n <= before {
			return nil, s.nonsense("the times of the answer are not in order")
		}
		if int64(len(out)) > t.points()+1 {
			return nil, s.nonsense("the answer has more points than were asked for")
		}
		before, out = n, append(out, n)
	}
	return out, nil
}

func (s *Source) nonsense(what string) *measure.Failure {
	return measure.Fail(measure.Nonsense, "%s: %s. Is it Datadog's API, version 2?", s.address, what)
}
