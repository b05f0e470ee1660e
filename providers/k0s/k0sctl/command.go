package k0sctl

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Apply brings the hosts of a file to what it says. Without an error they may still not
// be: ask the hosts.
func (p *Program) Apply(ctx context.Context, j Job) error {
	return p.inRoom(ctx, &j, func(r *room) error {
		return p.follow(&j, r, "apply", "--config", r.file(), "--concurrency", "1", "--no-drain", "--timeout", j.Limit.String())
	})
}

// Reset takes k0s off all hosts of a file, with all data.
func (p *Program) Reset(ctx context.Context, j Job) error {
	return p.inRoom(ctx, &j, func(r *room) error {
		return p.follow(&j, r, "reset", "--config", r.file(), "--concurrency", "1", "--force", "--timeout", j.Limit.String())
	})
}

// Backup writes an archive of the control plane to a file that must not exist. What is
// there afterwards is whole: it has its name only once k0sctl has ended well. It holds
// the cluster's keys.
func (p *Program) Backup(ctx context.Context, j Job, archive string) error {
	if _, err := os.Lstat(archive); !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the backup %s: there is a file of this name", filepath.Base(archive))
	}
	return p.inRoom(ctx, &j, func(r *room) error {
		part := filepath.Join(r.path, "backup.tar.gz")
		err := p.follow(&j, r, "backup", "--config", r.file(), "--concurrency", "1", "--timeout", j.Limit.String(), "--output", part)
		if err != nil {
			return err
		}
		return keep(part, archive)
	})
}

// keep moves a backup to its place once it is seen to be one.
func keep(part, archive string) error {
	f, err := os.OpenFile(part, os.O_RDWR, 0) // #nosec G304 -- in the run's own folder
	if err != nil {
		return fmt.Errorf("k0sctl backup has ended without an archive: %w", err)
	}
	defer func() { _ = f.Close() }() // synced before
	head := make([]byte, 2)
	if n, _ := f.Read(head); n < 2 || !bytes.Equal(head, []byte{0x1f, 0x8b}) {
		return errors.New("k0sctl backup has ended well, but what it wrote is no archive")
	}
	err = errors.Join(f.Chmod(0o600), f.Sync())
	if err == nil {
		err = os.Rename(part, archive)
	}
	if err != nil {
		return fmt.Errorf("the backup cannot be kept: %w", err)
	}
	return nil
}

// Kubeconfig returns the settings with which the cluster's administrator connects. They
// hold a key and are never written to a file. The first controller of the file is asked.
func (p *Program) Kubeconfig(ctx context.Context, j Job) (config []byte, err error) {
	err = p.inRoom(ctx, &j, func(r *room) error {
		config, err = p.collect(ctx, &j, r, "kubeconfig", "--config", r.file(), "--timeout", j.Limit.String())
		return err
	})
	if err != nil {
		return nil, err
	}
	return config, nil
}

// inRoom does something with a run's folder, and removes it.
func (p *Program) inRoom(ctx context.Context, j *Job, do func(*room) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	r, err := j.prepare()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.remove()) }()
	return do(r)
}
