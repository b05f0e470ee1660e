package git

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"sync"
)

// mostContent is how many bytes a file may have: as many as the longest series.
const mostContent = 64 << 20

// batch is one `git cat-file --batch`, started when the first content is asked for.
type batch struct {
	repository *Repository
	ctx        context.Context

	mu      sync.Mutex
	command *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
	// complaint is what it writes to stderr; it is read once the process has ended.
	complaint bounded
	// broken is why it answers no more.
	broken error
}

// read returns the content of an object.
func (b *batch) read(hash string) ([]byte, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.broken == nil && b.command == nil {
		b.broken = b.start()
	}
	if b.broken != nil {
		return nil, b.broken
	}
	content, err := b.ask(hash)
	if err != nil && b.ctx.Err() != nil {
		err = b.ctx.Err()
	}
	return content, err
}

func (b *batch) start() error {
	c := b.repository.command(b.ctx, "cat-file", "--batch")
	in, err := c.StdinPipe()
	if err != nil {
		return err
	}
	out, err := c.StdoutPipe()
	if err != nil {
		return err
	}
	b.complaint.most = mostComplaint
	c.Stderr = &b.complaint
	if err := c.Start(); err != nil {
		return fmt.Errorf("git cannot be run: %w", err)
	}
	b.command, b.in, b.out = c, in, bufio.NewReaderSize(out, 64<<10)
	return nil
}

// ask asks for one object. The answer is "HASH blob SIZE", the content and a line's end.
func (b *batch) ask(hash string) ([]byte, error) {
	if _, err := io.WriteString(b.in, hash+"\n"); err != nil {
		return nil, b.breaks(err)
	}
	line, err := b.out.ReadString('\n')
	if errors.Is(err, io.EOF) {
		return nil, b.ended()
	}
	if err != nil {
		return nil, b.breaks(err)
	}
	fields := strings.Fields(line)
	if len(fields) == 2 && fields[1] == "missing" {
		return nil, errAbsent
	}
	if len(fields) != 3 || fields[0] != hash || fields[1] != "blob" {
		return nil, b.breaks(fmt.Errorf("%q", line))
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size < 0 {
		return nil, b.breaks(fmt.Errorf("%q", line))
	}
	if size > mostContent {
		if _, err := io.CopyN(io.Discard, b.out, size+1); err != nil {
			return nil, b.breaks(err)
		}
		return nil, fmt.Errorf("it has %d MiB, and %d are the most", size>>20, mostContent>>20)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, content); err != nil {
		return nil, b.breaks(err)
	}
	return content[:size], nil
}

// errAbsent means that a clone was made without all contents.
var errAbsent = errors.New(`this clone has not its content, and nothing is fetched here. Clone without --filter, or fetch what is missing by "git fetch --refetch --no-filter"`)

// ended says why the process has ended by itself: it gives up where it would have to
// fetch what a partial clone lacks.
func (b *batch) ended() error {
	_ = b.in.Close()
	err := b.command.Wait()
	b.command = nil
	words := strings.Join(strings.Fields(b.complaint.String()), " ")
	switch {
	case strings.Contains(words, "promisor remote"):
		b.broken = errAbsent
	default:
		b.broken = fmt.Errorf("git cat-file ended: %w: %s", err, words)
	}
	return b.broken
}

// breaks remembers that no further answer can be trusted.
func (b *batch) breaks(err error) error {
	b.broken = fmt.Errorf("git cat-file broke off: %w", err)
	return b.broken
}

// close ends the process.
func (b *batch) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.command == nil {
		return nil
	}
	_ = b.in.Close() // the process ends by itself when it has nothing left to read
	if b.broken != nil {
		_ = b.command.Process.Kill() // it may wait for ever to be read
	}
	err := b.command.Wait()
	b.command, b.broken = nil, fmt.Errorf("git cat-file: %w", io.ErrClosedPipe)
	if b.ctx.Err() != nil {
		return nil // it was ended, and whoever asked for something has been told
	}
	return err
}
