package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/crc32"
	"strconv"
)

// Kind is what a record says.
type Kind string

const (
	// Begun: a run has begun or goes on; Epoch is that of its lease on Site.
	Begun Kind = "begun"
	// Stage: the stage of this number, from 0, is about to begin.
	Stage Kind = "stage"
	// Intent: the step may have been done from now on.
	Intent Kind = "intent"
	// Done: the step is done; UID and Digest tell what it left.
	Done Kind = "done"
	// Failed: the step is not done; Words say why.
	Failed Kind = "failed"
	// Gate: the run waits for a person at this step.
	Gate Kind = "gate"
	// Passed: a person let it through the gate of this step.
	Passed Kind = "passed"
	// Closed: the plan is carried out, or given up.
	Closed Kind = "closed"
)

// Record is one thing that a run remembers. Which members it has depends on its
// kind.
type Record struct {
	Kind Kind `json:"kind"`
	// Epoch and Site are those of a lease.
	Epoch int64  `json:"epoch,omitempty"`
	Site  string `json:"site,omitempty"`
	// Plan is the digest of the plan. A Begun has it; Append writes it there.
	Plan string `json:"plan,omitempty"`
	// Stage is the number of a stage, from 0.
	Stage int `json:"stage,omitempty"`
	// Step is the ID of a step.
	Step string `json:"step,omitempty"`
	// UID and Digest are those of the object that a step left.
	UID    string `json:"uid,omitempty"`
	Digest string `json:"digest,omitempty"`
	// At is when, in UTC as RFC 3339 with nanoseconds, of an Intent of a step on a cluster
	// itself: operations of before are not the step's.
	At string `json:"at,omitempty"`
	// Words are for people. They must hold no secret.
	Words string `json:"words,omitempty"`
}

// line is a record as it stands in the file.
type line struct {
	// at is where the line begins.
	at int64
	// synced is up to where the file was known to be on the disk.
	synced int64
	record []byte
}

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

// append writes the line with its end.
func (l line) append(b []byte) []byte {
	rest := fmt.Appendf(nil, "%d %d %d %s", l.at, l.synced, len(l.record), l.record)
	return append(fmt.Appendf(b, "%08x ", checksum(rest)), append(rest, '\n')...)
}

// readLine reads a line without its end, and tells whether it is whole: there is one
// way to write it, so it is when it is the same written again.
func readLine(b []byte) (l line, ok bool) {
	words := bytes.SplitN(b, []byte(" "), 5)
	if len(words) != 5 {
		return line{}, false
	}
	var err, err2 error
	l.record = words[4]
	l.at, err = strconv.ParseInt(string(words[1]), 10, 64)
	l.synced, err2 = strconv.ParseInt(string(words[2]), 10, 64)
	again := l.append(make([]byte, 0, len(b)+1))
	return l, err == nil && err2 == nil && bytes.Equal(again[:len(again)-1], b)
}

// parse reads the records of a file, and where the good part of it ends. What follows
// was never promised to be there; where it was, the error is a *[Damaged].
func parse(data []byte) (records []Record, good int64, err error) {
	rest := data
	for {
		end := bytes.IndexByte(rest, '\n')
		if end < 0 {
			break
		}
		l, ok := readLine(rest[:end])
		if !ok || l.at != good {
			break
		}
		r, err := readRecord(l.record)
		if err != nil {
			return nil, 0, &Damaged{At: good, Why: "a record that this version of berth does not know"}
		}
		records = append(records, r)
		good, rest = good+int64(end)+1, rest[end+1:]
	}
	for b := range bytes.Lines(rest) {
		if l, ok := readLine(bytes.TrimSuffix(b, []byte("\n"))); ok && l.synced > good {
			return nil, 0, &Damaged{At: good, Why: "bytes that had been written safely have changed since"}
		}
	}
	return records, good, nil
}

func readRecord(b []byte) (r Record, err error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return r, err
	}
	switch r.Kind {
	case Begun, Stage, Intent, Done, Failed, Gate, Passed, Closed:
		return r, nil
	}
	return r, fmt.Errorf("kind %q", r.Kind)
}
