//go:build cgo && (linux || darwin) && (amd64 || arm64)

package bigquery

import (
	"bufio"
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
)

//go:embed parse.mjs
var script []byte

// parser is node running parse.mjs, one query after the other.
type parser struct {
	mu   sync.Mutex
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	errs *bytes.Buffer
}

func startParser(ctx context.Context, modules string) (*parser, error) {
	// The script comes as an argument, so that nothing lies in a folder afterwards.
	cmd := exec.CommandContext(context.WithoutCancel(ctx), "node", "--input-type=module", "-e", string(script), modules)
	p := &parser{cmd: cmd, errs: &bytes.Buffer{}}
	cmd.Stderr = p.errs
	var err error
	if p.in, err = cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	return p, cmd.Start()
}

// parse gives the tree of a query; what is no query of BigQuery is [invalid].
func (p *parser) parse(sql string) (*query, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line, err := json.Marshal(map[string]string{"sql": sql})
	if err != nil {
		return nil, err
	}
	if _, err := p.in.Write(append(line, '\n')); err != nil {
		return nil, fmt.Errorf("node-sql-parser: %w: %s", err, p.errs)
	}
	read, err := p.out.ReadBytes('\n')
	if err != nil {
		return nil, fmt.Errorf("node-sql-parser: %w: %s", err, p.errs)
	}
	var answer struct {
		Tree  *query `json:"tree"`
		Error string `json:"error"`
	}
	if err := json.Unmarshal(read, &answer); err != nil {
		return nil, err
	}
	if answer.Error != "" {
		return nil, refuse("%s", answer.Error)
	}
	return answer.Tree, nil
}

func (p *parser) close() error { return joined(p.in.Close(), p.cmd.Wait()) }

func joined(all ...error) error { return errors.Join(all...) }
