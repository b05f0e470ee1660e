package journal_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"berth.dev/engine/journal"
	"berth.dev/engine/journal/journaltest"
)

// ends are the ways in which a run is cut off.
func ends(chance func(int) int) map[string]func(*journaltest.Disk) *journaltest.Disk {
	return map[string]func(*journaltest.Disk) *journaltest.Disk{
		"killed":        (*journaltest.Disk).Restart,
		"no more power": func(d *journaltest.Disk) *journaltest.Disk { return d.PowerLoss(chance) },
	}
}

// history is what was told to a journal.
type history struct {
	appended []journal.Record
	// safe is how many of them must be there.
	safe  int
	write int
}

// run appends and syncs until the disk fails, or all is written.
func (h *history) run(disk journal.Folder, script []int) error {
	j, records, err := journal.Open(disk, plan)
	if err != nil {
		return err
	}
	if len(records) < h.safe || !isPrefix(records, h.appended) {
		return &lost{fmt.Sprintf("%d records of %d came back, %d were safe", len(records), len(h.appended), h.safe)}
	}
	h.appended, h.safe = records, len(records)
	for _, n := range script {
		if n == 0 {
			if err := j.Sync(); err != nil {
				return err
			}
			h.safe = len(h.appended)
			continue
		}
		batch := make([]journal.Record, n)
		for i := range batch {
			h.write++
			batch[i] = journal.Record{Kind: journal.Done, Step: fmt.Sprint(h.write), Words: strings.Repeat("x", h.write*37%700)}
		}
		h.appended = append(h.appended[:len(h.appended):len(h.appended)], batch...)
		if err := j.Append(batch...); err != nil {
			if again := j.Append(batch...); again == nil {
				return &lost{"a journal that failed was written again"}
			}
			return err
		}
	}
	return nil
}

// lost is a broken promise, as against a disk that failed as it was told to.
type lost struct{ what string }

func (l *lost) Error() string { return l.what }

func isPlanted(err error) bool {
	return errors.Is(err, journaltest.ErrFull) || errors.Is(err, journaltest.ErrBroken) || errors.Is(err, journaltest.ErrOff)
}

// TestAfterAnyFailureAJournalIsAPrefixWithAllThatWasSynced is the law of journals,
// tried at every operation of a run, for every failure and end, several times over.
func TestAfterAnyFailureAJournalIsAPrefixWithAllThatWasSynced(t *testing.T) {
	script := []int{1, 3, 0, 2, 1, 0, 5, 0, 1, 1, 1}
	calm := journaltest.New()
	if err := new(history).run(calm, script); err != nil {
		t.Fatal(err)
	}
	tried := 0
	for at := range calm.Ops() {
		for _, failure := range []error{journaltest.ErrFull, journaltest.ErrBroken, journaltest.ErrOff} {
			for seed := range uint64(40) {
				chance := rand.New(rand.NewPCG(seed, uint64(at))).IntN
				for name, end := range ends(chance) {
					disk, h := journaltest.New(), new(history)
					disk.FailAt(at+1, failure)
					err := h.run(disk, script)
					for round := 0; round < 3 && (err == nil || isPlanted(err)); round++ {
						disk = end(disk)
						disk.FailAt(1+chance(12), failure)
						err = h.run(disk, script)
						tried++
					}
					if err != nil && !isPlanted(err) {
						t.Fatalf("%v at operation %d, %s, seed %d: %v", failure, at+1, name, seed, err)
					}
				}
			}
		}
	}
	t.Logf("%d times cut off", tried)
}

func TestAJournalSurvivesAnyRunOfFailures(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		disk, h := journaltest.New(), new(history)
		for range rapid.IntRange(1, 6).Draw(t, "runs") {
			failure := rapid.SampledFrom([]error{journaltest.ErrFull, journaltest.ErrBroken, journaltest.ErrOff}).Draw(t, "failure")
			disk.FailAt(rapid.IntRange(1, 40).Draw(t, "at"), failure)
			script := rapid.SliceOfN(rapid.IntRange(0, 9), 0, 20).Draw(t, "script")
			if err := h.run(disk, script); err != nil && !isPlanted(err) {
				t.Fatal(err)
			}
			chance := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)).IntN
			end := rapid.SampledFrom([]string{"killed", "no more power"}).Draw(t, "end")
			disk = ends(chance)[end](disk)
		}
		if err := h.run(disk, nil); err != nil {
			t.Fatal(err)
		}
	})
}

// TestAFileThatIsPutIsOldOrNew is the same for whole files.
func TestAFileThatIsPutIsOldOrNew(t *testing.T) {
	old, next := strings.Repeat("old ", 500), strings.Repeat("newer ", 700)
	tried := 0
	for at := 1; at <= 14; at++ {
		for _, failure := range []error{journaltest.ErrFull, journaltest.ErrBroken, journaltest.ErrOff} {
			for seed := range uint64(40) {
				for name, end := range ends(rand.New(rand.NewPCG(seed, uint64(at))).IntN) {
					tried++
					disk := journaltest.New()
					must(t, journal.Put(disk, plan, "plan.json", []byte(old)))
					must(t, journal.SetLast(disk, plan))
					disk.FailAt(at, failure)
					err := journal.Put(disk, plan, "plan.json", []byte(next))
					wasPut := err == nil
					if wasPut {
						err = journal.SetLast(disk, plan)
					}
					disk = end(disk)
					got, getErr := journal.Get(disk, plan, "plan.json")
					last, lastErr := journal.Last(disk)
					if getErr != nil || lastErr != nil || last != plan || (string(got) != old || wasPut) && string(got) != next {
						t.Fatalf("%v at operation %d, %s, seed %d: %d bytes, %q, %v, %v, %v", failure, at, name, seed, len(got), last, err, getErr, lastErr)
					}
				}
			}
		}
	}
	t.Logf("%d times cut off", tried)
}
