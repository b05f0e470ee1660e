package lease

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
)

// lockFile is the name of the file that is locked. It is never removed: a process
// that has it open would lock a file that nobody else can find.
const lockFile = "lock"

// FileLock is a folder that this process alone works in.
type FileLock struct {
	file *os.File
}

// LockFolder locks a folder that exists, at once or not at all: a *[Busy] names the
// process that has it. The lock ends with Unlock or with the process, however it
// ends, so a dead holder blocks nobody.
func LockFolder(folder string, h Holder) (*FileLock, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("%s: the folder cannot be locked: %w", folder, err)
	}
	defer func() { _ = root.Close() }() // the file stays open by itself
	f, err := root.OpenFile(lockFile, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("%s: the folder cannot be locked: %w", folder, err)
	}
	got, err := tryLock(f)
	if err == nil && !got {
		err = busyFolder(folder, f)
	}
	if err == nil {
		err = sign(f, h)
	}
	if err != nil {
		var busy *Busy
		if !errors.As(err, &busy) {
			err = fmt.Errorf("%s: the folder cannot be locked: %w", folder, err)
		}
		return nil, errors.Join(err, f.Close())
	}
	return &FileLock{f}, nil
}

// File is the file that is locked, for a program that is started: one that inherits it
// (exec.Cmd.ExtraFiles) holds the lock, too, and the folder stays locked until both have
// ended. So what a killed process has started still keeps others out.
func (l *FileLock) File() *os.File { return l.file }

// ID tells the folder from all others, on this machine and elsewhere, for as long as the
// machine runs and anybody has the lock's file open: who has locked a folder of the same
// ID knows that every program which had inherited its lock is over. A copy of a folder
// has another ID, and so has every folder after the machine has started anew.
func (l *FileLock) ID() (string, error) {
	session, err := bootSession()
	if err != nil {
		return "", fmt.Errorf("the lock: the machine does not tell since when it runs: %w", err)
	}
	at, err := place(l.file)
	if err != nil {
		return "", fmt.Errorf("the lock: it cannot be told from others: %w", err)
	}
	return session + "-" + at, nil
}

// Unlock gives the folder back.
func (l *FileLock) Unlock() error {
	// Words of one who is gone would mislead whoever meets the next holder before it
	// has written its own.
	return errors.Join(l.file.Truncate(0), l.file.Close())
}

// sign leaves the holder's words for those who come too late. They are for people, so
// nothing is synced.
func sign(f *os.File, h Holder) error {
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err := f.WriteAt([]byte(h.String()+"\n"+h.Since.UTC().Format("2006-01-02T15:04:05Z07:00")+"\n"), 0)
	return err
}

// busyFolder reads the words of the holder. There are none in the instant between its
// locking and its signing.
func busyFolder(folder string, f *os.File) error {
	text, err := io.ReadAll(io.LimitReader(f, 4096))
	if err != nil {
		return err
	}
	holder, since, _ := strings.Cut(string(text), "\n")
	return &Busy{Where: folder, Holder: holder, Since: strings.TrimSpace(since)}
}
