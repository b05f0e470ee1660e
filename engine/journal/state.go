package journal

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
)

// lastName is the file with the digest of the plan begun last.
const lastName = "last"

// folderOf is the folder of a plan, by its digest "sha256:…".
func folderOf(plan string) (string, error) {
	digits, ok := strings.CutPrefix(plan, "sha256:")
	raw, err := hex.DecodeString(digits)
	if !ok || err != nil || len(raw) != 32 || hex.EncodeToString(raw) != digits {
		return "", fmt.Errorf("plan %.80q: not a digest as in sha256:0123…", plan)
	}
	return digits[:16], nil
}

// Put writes a whole file into the folder of a plan. After it has failed or the
// machine has stopped, the file is the old one or the new one, never half of one.
func Put(f Folder, plan, name string, content []byte) error {
	folder, err := folderOf(plan)
	if err != nil {
		return err
	}
	if err := f.Make(folder); err != nil {
		return fmt.Errorf("%s: cannot be made: %w", folder, err)
	}
	if err := replace(f, folder+"/"+name, content); err != nil {
		return err
	}
	return errors.Join(f.SyncNames(folder), f.SyncNames("."))
}

// Get reads a file that was Put; an error that is fs.ErrNotExist says that there is
// none.
func Get(f Folder, plan, name string) ([]byte, error) {
	folder, err := folderOf(plan)
	if err != nil {
		return nil, err
	}
	return read(f, folder+"/"+name)
}

// SetLast remembers the plan that is begun.
func SetLast(f Folder, plan string) error {
	if _, err := folderOf(plan); err != nil {
		return err
	}
	if err := replace(f, lastName, []byte(plan+"\n")); err != nil {
		return err
	}
	return f.SyncNames(".")
}

// Last is the plan begun last, "" where there is none.
func Last(f Folder) (string, error) {
	text, err := read(f, lastName)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", err
	}
	plan, ok := strings.CutSuffix(string(text), "\n")
	if _, err := folderOf(plan); err != nil || !ok {
		return "", fmt.Errorf("%s: it names no plan: remove it", lastName)
	}
	return plan, nil
}

// replace writes a file beside the one that it then takes the place of. The caller
// syncs the names.
func replace(f Folder, name string, content []byte) error {
	beside := name + ".new"
	file, err := f.Open(beside, Fresh)
	if err != nil {
		return fmt.Errorf("%s: cannot be made: %w", beside, err)
	}
	_, err = file.Write(content)
	if err == nil {
		err = file.Sync()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: cannot be written: %w", beside, err)
	}
	if err := f.Rename(beside, name); err != nil {
		return fmt.Errorf("%s: cannot be put in its place: %w", name, err)
	}
	return nil
}

func read(f Folder, name string) ([]byte, error) {
	file, err := f.Open(name, Read)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be opened: %w", name, err)
	}
	content, err := io.ReadAll(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, fmt.Errorf("%s: cannot be read: %w", name, err)
	}
	return content, nil
}
