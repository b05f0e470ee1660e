// Package seal keeps a plan's file honest: keys, signatures over its bytes, and
// keyed digests that stand for secrets.
//
// An unsigned plan that reads well is not corrupted; only a signed one is known to
// be untampered. Commands say it in these words.
package seal
