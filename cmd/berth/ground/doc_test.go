// Package ground holds the program to its promises about clusters themselves, from end
// to end: the real Main makes a cluster of k0s and one of GKE out of nothing, puts
// services on them, grows, upgrades and removes them, is killed on the way, and meets
// what goes wrong at others.
//
// It has tests only; nothing imports it. k0sctl and Google's API are doubles, with real
// control planes behind them (packages providers/providertest/machines and gkefake, where
// it stands what they do not show). What berth did is read from the doubles and the API
// servers, never from what berth says of itself.
//
// # How a test is written
//
// A scene is a world of machines, a project at Google, a folder of specs and a state
// folder. All that berth writes anywhere is searched for secrets when the scene ends.
//
// "make test" kills a run at some of its points, "make crash" at every one (build tag
// crash).
//
// # Decisions
//
// All clocks of a scene, those of killed processes too, are one: the machine's, running
// faster from when the scene began. What a process remembers of times holds for the next.
//
// Upgrades that are killed go to the next patch version each time: a world that must be
// set up anew for each case would be most of the time that it takes.
package ground
