package duck

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"berth.dev/engine/bill"
)

// format is how a file is written.
type format int

const (
	csvFormat format = iota
	jsonFormat
	parquetFormat
)

// formatOf tells a file's format by its name.
func formatOf(path string) (f format, zipped bool, err error) {
	name, zipped := strings.CutSuffix(strings.ToLower(path), ".gz")
	switch {
	case strings.HasSuffix(name, ".csv"):
		return csvFormat, zipped, nil
	case strings.HasSuffix(name, ".jsonl"):
		return jsonFormat, zipped, nil
	case strings.HasSuffix(name, ".parquet") && !zipped:
		return parquetFormat, false, nil
	}
	return 0, false, fmt.Errorf("%s: the name ends in none of .csv, .csv.gz, .jsonl, .jsonl.gz and .parquet", path)
}

// input is a file of a bill.
type input struct {
	path   string
	size   int64
	format format
	zipped bool
	// look is what lines of JSON are looked at for.
	look *look
}

// inputs are the files of an ask, looked at from outside.
func inputs(ask bill.Ask) ([]input, error) {
	if len(ask.Files) == 0 {
		return nil, fmt.Errorf("bill %q: no files are named", ask.Name)
	}
	if len(ask.Files) > mostFiles {
		return nil, fmt.Errorf("bill %q: it has %d files, and no more than %d are read: join some", ask.Name, len(ask.Files), mostFiles)
	}
	out := make([]input, len(ask.Files))
	seen := map[string]bool{}
	for i, path := range ask.Files {
		if seen[path] {
			return nil, fmt.Errorf("bill %q: %s is named twice", ask.Name, path)
		}
		seen[path] = true
		f, zipped, err := formatOf(path)
		if err != nil {
			return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
		}
		if f != out[0].format && i > 0 {
			return nil, fmt.Errorf("bill %q: %s and %s have different formats: make two bills of them", ask.Name, ask.Files[0], path)
		}
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() {
			err = errors.New("it is no file")
		}
		if err != nil {
			return nil, fmt.Errorf("bill %q: %s: %w", ask.Name, path, err)
		}
		out[i] = input{path: path, size: info.Size(), format: f, zipped: zipped}
		if f != jsonFormat {
			continue
		}
		if out[i].look, err = newLook(out[i], ask.Kind); err != nil {
			return nil, fmt.Errorf("bill %q: %w", ask.Name, err)
		}
	}
	return out, nil
}
