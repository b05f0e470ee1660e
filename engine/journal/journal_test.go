package journal_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"berth.dev/engine/journal"
	"berth.dev/engine/journal/journaltest"
)

const (
	plan   = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
	folder = "0123456789abcdef"
)

func open(t testing.TB, f journal.Folder) (*journal.Journal, []journal.Record) {
	t.Helper()
	j, records, err := journal.Open(f, plan)
	if err != nil {
		t.Fatal(err)
	}
	return j, records
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// story is a record of each kind.
func story() []journal.Record {
	return []journal.Record{
		{Kind: journal.Begun, Plan: plan, Epoch: 7, Site: "tokyo"},
		{Kind: journal.Stage, Stage: 2},
		{Kind: journal.Intent, Step: "w1.3.1"},
		{Kind: journal.Done, Step: "w1.3.1", UID: "1f0c", Digest: "sha256:00"},
		{Kind: journal.Failed, Step: "w1.3.2", Words: "tokyo/Deployment ads/x: refused\nby \"a webhook\""},
		{Kind: journal.Gate, Step: "w1.4.1"},
		{Kind: journal.Passed, Step: "w1.4.1"},
		{Kind: journal.Closed},
	}
}

// disks are the two kinds of folders, empty.
func disks(t *testing.T) map[string]journal.Folder {
	d, err := journal.OpenDisk(filepath.Join(t.TempDir(), "state", "of", "berth"))
	must(t, err)
	t.Cleanup(func() { must(t, d.Close()) })
	return map[string]journal.Folder{"real": d, "in memory": journaltest.New()}
}

func TestWhatWasAppendedIsRememberedInOrder(t *testing.T) {
	for name, disk := range disks(t) {
		t.Run(name, func(t *testing.T) {
			j, before := open(t, disk)
			must(t, j.Append(story()[:3]...))
			must(t, j.Sync())
			must(t, j.Append(story()[3:]...))
			must(t, j.Close())
			j, after := open(t, disk)
			must(t, j.Close())
			if diff := cmp.Diff([][]journal.Record{nil, story()}, [][]journal.Record{before, after}); diff != "" || j.Torn() != 0 {
				t.Error(diff, j.Torn())
			}
		})
	}
}

func TestSeveralWorkersMayAppendAndSync(t *testing.T) {
	disk := disks(t)["real"]
	j, _ := open(t, disk)
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 50 {
				if err := errors.Join(j.Append(journal.Record{Kind: journal.Done, Step: fmt.Sprint(worker, ".", i)}), j.Sync()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	must(t, j.Close())
	if _, records := open(t, disk); len(records) != 400 {
		t.Errorf("%d records", len(records))
	}
}

func TestAClosedJournalTakesNothing(t *testing.T) {
	j, _ := open(t, journaltest.New())
	must(t, j.Close())
	if err := j.Append(story()...); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoDigestNamesNoFolder(t *testing.T) {
	disk := journaltest.New()
	for _, bad := range []string{"", "sha256:", "../../etc", plan[:70], strings.ToUpper(plan), plan + "\n", "md5" + plan[6:]} {
		_, _, err := journal.Open(disk, bad)
		_, err2 := journal.Get(disk, bad, "plan.json")
		if err == nil || err2 == nil || journal.Put(disk, bad, "plan.json", nil) == nil || journal.SetLast(disk, bad) == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
	if disk.Ops() != 0 {
		t.Errorf("the disk was asked %d times", disk.Ops())
	}
}

func TestTheJournalOfAnotherPlanIsRefused(t *testing.T) {
	disk := journaltest.New()
	j, _ := open(t, disk)
	must(t, j.Append(journal.Record{Kind: journal.Begun}))
	must(t, j.Close())
	alike := plan[:len(plan)-1] + "0"
	_, _, err := journal.Open(disk, alike)
	var damaged *journal.Damaged
	if !errors.As(err, &damaged) || !strings.Contains(err.Error(), folder+"/journal: damaged at byte 0: it is the journal of plan "+plan) {
		t.Errorf("got %v", err)
	}
}

// written is the file of a story of which the first records are synced.
func written(t testing.TB) []byte {
	t.Helper()
	disk := journaltest.New()
	j, _ := open(t, disk)
	for _, r := range story() {
		must(t, j.Append(r))
		must(t, j.Sync())
	}
	must(t, j.Close())
	return content(t, disk)
}

func content(t testing.TB, disk journal.Folder) []byte {
	t.Helper()
	f, err := disk.Open(folder+"/journal", journal.Read)
	must(t, err)
	data, err := io.ReadAll(f)
	must(t, err)
	return data
}

// reopen opens a journal with the given bytes.
func reopen(t testing.TB, data []byte) ([]journal.Record, *journal.Journal, error) {
	t.Helper()
	disk := journaltest.New()
	must(t, disk.Make(folder))
	f, err := disk.Open(folder+"/journal", journal.Append)
	must(t, err)
	_, err = f.Write(data)
	must(t, err)
	j, records, err := journal.Open(disk, plan)
	return records, j, err
}

func isPrefix(got, of []journal.Record) bool {
	return len(got) <= len(of) && cmp.Equal(append([]journal.Record{}, got...), append([]journal.Record{}, of[:len(got)]...))
}

func TestATornEndIsCutAndSaid(t *testing.T) {
	data := written(t)
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	for cut := last; cut < len(data); cut++ {
		records, j, err := reopen(t, data[:cut])
		if err != nil || !cmp.Equal(records, story()[:7]) || j.Torn() != int64(cut-last) {
			t.Errorf("cut at %d: %d records, %v", cut, len(records), err)
		}
	}
}

func TestAFlippedBitIsFoundOrCutWithAllThatFollows(t *testing.T) {
	data := written(t)
	found := 0
	for bit := range len(data) * 8 {
		flipped := bytes.Clone(data)
		flipped[bit/8] ^= 1 << (bit % 8)
		records, _, err := reopen(t, flipped)
		var damaged *journal.Damaged
		switch {
		case errors.As(err, &damaged):
			found++
		case err != nil || len(records) == len(story()) || !isPrefix(records, story()):
			t.Errorf("bit %d: %v, %v", bit, records, err)
		}
	}
	// Only in the last two lines is there no later one that says they were synced.
	if least := len(data) * 8 / 2; found < least {
		t.Errorf("%d flipped bits of %d were found", found, len(data)*8)
	}
}

func TestLinesThatAreRemovedDoubledOrSwappedAreFound(t *testing.T) {
	lines := bytes.SplitAfter(written(t), []byte("\n"))
	lines = lines[:len(lines)-1]
	for i := range len(lines) - 3 {
		for name, data := range map[string][][]byte{
			"removed": append(append([][]byte{}, lines[:i]...), lines[i+1:]...),
			"doubled": append(append(append([][]byte{}, lines[:i+1]...), lines[i]), lines[i+1:]...),
			"swapped": append(append(append([][]byte{}, lines[:i]...), lines[i+1], lines[i]), lines[i+2:]...),
		} {
			records, _, err := reopen(t, bytes.Join(data, nil))
			var damaged *journal.Damaged
			if !errors.As(err, &damaged) {
				t.Errorf("line %d %s: %v, %v", i, name, records, err)
			}
		}
	}
}

func TestEveryPointOfAJournalsWayIsTold(t *testing.T) {
	var points []string
	disk := journal.Watch(journaltest.New(), func(name string) { points = append(points, name) })
	must(t, journal.Put(disk, plan, "plan.json", []byte("{}")))
	j, _ := open(t, disk)
	must(t, j.Append(story()...))
	must(t, j.Close())
	var want []string
	for _, what := range []string{
		"make " + folder, "open " + folder + "/plan.json.new", "append " + folder + "/plan.json.new", "sync " + folder + "/plan.json.new",
		"rename " + folder + "/plan.json", "sync names of " + folder, "sync names of .",
		"make " + folder, "open " + folder + "/journal", "sync " + folder + "/journal", "sync names of " + folder, "sync names of .",
		"append " + folder + "/journal", "sync " + folder + "/journal",
	} {
		want = append(want, "before "+what, "after "+what)
	}
	if diff := cmp.Diff(want, points); diff != "" {
		t.Error(diff)
	}
}

func TestFilesArePutAndGot(t *testing.T) {
	for name, disk := range disks(t) {
		t.Run(name, func(t *testing.T) {
			if _, err := journal.Get(disk, plan, "plan.json"); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("before: %v", err)
			}
			if last, err := journal.Last(disk); last != "" || err != nil {
				t.Errorf("before: %q, %v", last, err)
			}
			for _, text := range []string{"old", "new and longer", ""} {
				must(t, journal.Put(disk, plan, "plan.json", []byte(text)))
				got, err := journal.Get(disk, plan, "plan.json")
				if string(got) != text || err != nil {
					t.Errorf("got %q, %v", got, err)
				}
			}
			must(t, journal.SetLast(disk, plan))
			if last, err := journal.Last(disk); last != plan || err != nil {
				t.Errorf("last is %q, %v", last, err)
			}
		})
	}
}

func TestNamesDoNotLeaveTheFolder(t *testing.T) {
	at := t.TempDir()
	disk, err := journal.OpenDisk(filepath.Join(at, "state"))
	must(t, err)
	must(t, os.Symlink(at, filepath.Join(at, "state", folder)))
	for _, name := range []string{"plan.json", "../plan.json", "../../plan.json", "/plan.json"} {
		if err := journal.Put(disk, plan, name, []byte("{}")); err == nil {
			t.Errorf("%q was written", name)
		}
	}
	if left, err := filepath.Glob(filepath.Join(at, "*")); len(left) != 1 || err != nil {
		t.Errorf("beside the folder: %v, %v", left, err)
	}
}

func TestAFileThatNamesNoPlanIsNotTheLast(t *testing.T) {
	disk := journaltest.New()
	f, err := disk.Open("last", journal.Fresh)
	must(t, err)
	_, err = f.Write([]byte(plan))
	must(t, err)
	if _, err := journal.Last(disk); err == nil || !strings.Contains(err.Error(), "names no plan") {
		t.Errorf("got %v", err)
	}
}

func FuzzAJournalOfAnyBytesIsReadOrRefused(f *testing.F) {
	data := written(f)
	f.Add(data)
	f.Add(data[:len(data)-5])
	f.Add([]byte("00000000 0 0 2 {}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		records, j, err := reopen(t, data)
		if err != nil {
			return
		}
		// What was accepted is what the file begins with, and reads the same again.
		again, _, err := reopen(t, data[:int64(len(data))-j.Torn()])
		if diff := cmp.Diff(records, again); diff != "" || err != nil {
			t.Error(diff, err)
		}
	})
}

func intents(n int) []journal.Record {
	out := make([]journal.Record, n)
	for i := range out {
		out[i] = journal.Record{Kind: journal.Intent, Step: fmt.Sprintf("w1.3.%d", i+1)}
	}
	return out
}

func BenchmarkIntents(b *testing.B) {
	for _, c := range []struct {
		name  string
		batch int
	}{{"1000-in-one-sync", 1000}, {"1000-syncs", 1}} {
		b.Run(c.name, func(b *testing.B) {
			disk, err := journal.OpenDisk(b.TempDir())
			must(b, err)
			j, _ := open(b, disk)
			all := intents(1000)
			for b.Loop() {
				for at := 0; at < len(all); at += c.batch {
					must(b, j.Append(all[at:at+c.batch]...))
					must(b, j.Sync())
				}
			}
		})
	}
}

func BenchmarkOpenAJournalOf40000Records(b *testing.B) {
	disk, err := journal.OpenDisk(b.TempDir())
	must(b, err)
	j, _ := open(b, disk)
	must(b, j.Append(intents(40000)...))
	must(b, j.Close())
	for b.Loop() {
		j, _ := open(b, disk)
		must(b, j.Close())
	}
}
