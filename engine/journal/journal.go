package journal

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"sync"
)

// fileName is the journal's in the folder of its plan.
const fileName = "journal"

// most is how large a journal may be: 100 times what a plan of 5,000 services writes.
const most = 1 << 30

// Damaged is a journal that cannot be believed.
type Damaged struct {
	// Name is the file's, below the state folder.
	Name string
	// At is the byte from which on it cannot be believed.
	At int64
	// Why says what is wrong.
	Why string
}

// Error says what is wrong, and what to do.
func (d *Damaged) Error() string {
	return fmt.Sprintf("%s: damaged at byte %d: %s; move it away and run again: what the clusters have recorded is enough to go on", d.Name, d.At, d.Why)
}

// Journal is the open journal of a plan. Its methods may be called from several
// goroutines.
type Journal struct {
	plan string
	name string
	torn int64

	mu sync.Mutex
	// file is nil after Close.
	file File
	// end is where the next line begins, synced up to where the file is safe.
	end, synced int64
	// failed is the first failure to write; none is tried afterwards.
	failed error
}

// Open opens the journal of a plan and returns what it remembers, all of which is on
// the disk. A torn end is cut (see [Journal.Torn]); what is damaged otherwise is a
// *[Damaged].
func Open(f Folder, plan string) (*Journal, []Record, error) {
	folder, err := folderOf(plan)
	if err != nil {
		return nil, nil, err
	}
	j := &Journal{plan: plan, name: folder + "/" + fileName}
	if err := f.Make(folder); err != nil {
		return nil, nil, fmt.Errorf("%s: cannot be made: %w", folder, err)
	}
	if j.file, err = f.Open(j.name, Append); err != nil {
		return nil, nil, fmt.Errorf("%s: cannot be opened: %w", j.name, err)
	}
	records, err := j.recover()
	if err == nil {
		err = errors.Join(f.SyncNames(folder), f.SyncNames("."))
	}
	if err != nil {
		var damaged *Damaged
		if !errors.As(err, &damaged) {
			err = fmt.Errorf("%s: cannot be opened: %w", j.name, err)
		}
		return nil, nil, errors.Join(err, j.file.Close())
	}
	return j, records, nil
}

// recover reads the file, cuts what is torn and makes sure that the rest is safe: the
// run that wrote it may have been killed before it synced, and decisions will rest on
// what was read.
func (j *Journal) recover() ([]Record, error) {
	data, err := io.ReadAll(io.LimitReader(j.file, most+1))
	if err != nil {
		return nil, err
	}
	if len(data) > most {
		return nil, &Damaged{Name: j.name, At: most, Why: "longer than any journal"}
	}
	records, good, err := parse(data)
	var damaged *Damaged
	if errors.As(err, &damaged) {
		damaged.Name = j.name
	}
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if r.Kind == Begun && r.Plan != j.plan {
			return nil, &Damaged{Name: j.name, Why: "it is the journal of plan " + r.Plan}
		}
	}
	if j.torn = int64(len(data)) - good; j.torn > 0 {
		if err := j.file.Truncate(good); err != nil {
			return nil, err
		}
	}
	j.end, j.synced = good, good
	return records, j.file.Sync()
}

// Torn is how many bytes Open has cut from the end: records that were being written
// when a run ended, and were never promised.
func (j *Journal) Torn() int64 { return j.torn }

// Append writes records, together or (when it fails or the machine stops) some of the
// first of them. They are safe after the next Sync.
func (j *Journal) Append(records ...Record) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	var out []byte
	for _, r := range records {
		if r.Kind == Begun {
			r.Plan = j.plan
		}
		text, err := json.Marshal(r)
		if err != nil {
			return fmt.Errorf("%s: a record cannot be written: %w", j.name, err)
		}
		out = line{at: j.end + int64(len(out)), synced: j.synced, record: text}.append(out)
	}
	if _, err := j.file.Write(out); err != nil {
		return j.fail("written", err)
	}
	j.end += int64(len(out))
	return nil
}

// Sync makes sure that all that was appended is on the disk.
func (j *Journal) Sync() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if err := j.usable(); err != nil {
		return err
	}
	if j.synced == j.end {
		return nil
	}
	if err := j.file.Sync(); err != nil {
		return j.fail("synced", err)
	}
	j.synced = j.end
	return nil
}

// Close syncs and closes the file.
func (j *Journal) Close() error {
	err := j.Sync()
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.file == nil {
		return nil
	}
	err = errors.Join(err, j.file.Close())
	j.file = nil
	return err
}

func (j *Journal) usable() error {
	if j.failed == nil && j.file == nil {
		return fmt.Errorf("%s: it is closed", j.name)
	}
	return j.failed
}

func (j *Journal) fail(what string, err error) error {
	j.failed = fmt.Errorf("%s: cannot be %s: %w; see to the disk, then run again", j.name, what, err)
	return j.failed
}
