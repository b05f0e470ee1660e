package query

import (
	"fmt"
	"strconv"
	"strings"

	"berth.dev/engine/bill"
)

// texts groups by what Fold needs.
func (b *builder) texts() error {
	for _, w := range b.kind.words {
		c, ok, err := b.source.find(w.columns)
		if err == nil && !ok && bool(w.need) {
			_, err = b.need(w.columns)
		}
		if err != nil {
			return err
		}
		if !ok {
			b.query.at[w.name] = -1
			continue
		}
		b.query.at[w.name] = b.group(b.dialect.Word(c))
		b.query.column[w.name] = c.Name
	}
	return nil
}

// group adds a column that the query groups by, and tells where it is.
func (b *builder) group(sql string) int {
	at, known := b.word[sql]
	if !known {
		at = len(b.query.words)
		b.word[sql] = at
		name := "w" + strconv.Itoa(at)
		b.query.words = append(b.query.words, name)
		b.read = append(b.read, sql+" AS "+name)
	}
	return at
}

// invoiceWords groups by what tells the invoice, where the month is told by it.
func (b *builder) invoiceWords() error {
	if b.query.ask.By != bill.ByInvoice || b.kind.invoice == nil {
		return nil
	}
	for i, names := range b.kind.invoice {
		c, err := b.need(names)
		if err != nil {
			return fmt.Errorf("%w. With month = \"charge\" it is not needed", err)
		}
		timed := c.Type == Zoned || c.Type == Local || c.Type == Date
		sql := b.dialect.Word(c)
		if timed {
			sql = b.dialect.Time(c)
		}
		b.query.at[invoiceWord(i)] = b.group(sql)
		b.query.column[invoiceWord(i)] = c.Name
	}
	return nil
}

// invoiceWord is what Fold knows a word of the invoice by.
func invoiceWord(i int) string { return "invoice " + strconv.Itoa(i) }

func (b *builder) currency() error {
	c, ok, err := b.source.find(b.kind.currency)
	if err != nil {
		return err
	}
	if !ok && b.query.ask.Currency == "" {
		return fmt.Errorf("%w: the bill names no currency (column %s); write currency = \"USD\", or whichever it is, in its block", ErrColumn, b.kind.currency[0])
	}
	b.query.at["currency"] = -1
	if ok {
		b.query.at["currency"] = b.group(b.dialect.Word(c))
		b.query.column["currency"] = c.Name
	}
	return nil
}

// keys groups by the asked keys.
func (b *builder) keys() error {
	for _, key := range b.query.ask.Keys {
		at, err := b.key(key)
		if err != nil {
			return err
		}
		b.query.keys = append(b.query.keys, at)
	}
	return nil
}

func (b *builder) key(key string) (int, error) {
	if name, is := strings.CutPrefix(key, bill.Tag); is {
		return b.tag(key, name)
	}
	c, ok, err := b.source.find(b.kind.keys[key])
	if err != nil {
		return 0, err
	}
	if !ok {
		if key != "category" {
			b.note("the bill has no column for the key %s: it has no value anywhere", key)
		}
		return -1, nil
	}
	return b.group(b.dialect.Word(c)), nil
}

// tag groups by the value of a tag, and holds that what has none can be read.
func (b *builder) tag(key, name string) (int, error) {
	var values []string
	var odd []Column
	for _, names := range b.kind.tags {
		c, ok, err := b.source.find(names)
		if err != nil {
			return 0, err
		}
		if !ok {
			continue
		}
		values = append(values, b.dialect.Tag(c, name))
		if b.dialect.Odd(c) != "" && !b.told[c.SQL] {
			b.told[c.SQL] = true
			odd = append(odd, c)
		}
	}
	if len(values) == 0 {
		b.note("the bill has no column for the key %s: it has no value anywhere", key)
		return -1, nil
	}
	at := b.group(coalesce(values))
	for _, c := range odd {
		raw := b.rawColumn(c)
		condition := b.dialect.Odd(raw)
		b.holds(fmt.Sprintf("CASE WHEN w%d IS NOT NULL THEN TRUE ELSE NOT %s END", at, condition))
		b.check(condition, check{c.Name, "is no JSON object", b.dialect.Word(raw)})
	}
	return at, nil
}

func coalesce(sql []string) string {
	if len(sql) == 1 {
		return sql[0]
	}
	return "COALESCE(" + strings.Join(sql, ", ") + ")"
}
