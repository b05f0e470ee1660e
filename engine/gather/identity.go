package gather

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"berth.dev/engine/measure"
)

// identity is what an answer depends on, in the form that is digested.
type identity struct {
	Source   string            `json:"source"`
	Kind     string            `json:"kind"`
	Address  string            `json:"address"`
	Identity string            `json:"identity"`
	Step     int64             `json:"step"`
	Names    map[string]string `json:"names"`
	Query    measure.Query     `json:"query"`
}

// ID is the digest of a query of the block: another ID makes its days missing.
func (b *Block) ID(q measure.Query) string {
	text, err := json.Marshal(identity{b.Name, b.Kind, b.Address, b.Identity, int64(b.Step), b.Names, q})
	if err != nil {
		panic("gather: strings and maps of strings are always JSON: " + err.Error())
	}
	sum := sha256.Sum256(text)
	return "sha256:" + hex.EncodeToString(sum[:])
}
