// Command berth-bench measures berth and sets it beside other solvers and methods.
// It prints Markdown tables, which the README quotes:
//
//   - speed: generated fleets of 200 to 100,000 services: cost, floor, time, memory
//   - coupling: fleets whose services talk five times as much, beside the usual ones
//   - solvers: berth, CBC, GLPK and HiGHS on the same problems
//   - methods: berth and what others do: greedy, local search, a genetic algorithm
//
// People run it by hand and through "make bench"; it does not ship. It never installs
// a solver, and where one is absent it says how to install it.
//
// It also judges: nobody's bound may be above anybody's plan, those who closed the
// same problem must agree, and no method may be better than berth. Where that does
// not hold, it says so and ends with 1.
//
// # Decisions
//
// Every run of berth is a process of its own, so that peak memory and cpu seconds
// are those of one fleet. Its memory includes making the fleet, its seconds do not.
//
// Runs follow one another and never share the machine among themselves. What else
// runs on it is not known, so its load is printed, and cpu seconds beside the
// clock's.
package main

import "os"

func main() { os.Exit(program(os.Args[1:], os.Stdout, os.Stderr)) }
