//! Times several ways to do the same thing, in turns, and prints them.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// One way to do it.
pub struct Way<'a> {
    pub name: &'a str,
    pub run: Box<dyn FnMut() + 'a>,
}

impl<'a> Way<'a> {
    pub fn new(name: &'a str, run: impl FnMut() + 'a) -> Self {
        Self {
            name,
            run: Box::new(run),
        }
    }

    /// A program, its output thrown away. One that is not installed takes no time.
    pub fn program(name: &'a str, mut command: Command) -> Self {
        Self::new(name, move || {
            let command = command.stdout(Stdio::null()).stderr(Stdio::null());
            if let Err(error) = command.status() {
                println!("  {name}: {error}");
            }
        })
    }
}

/// Runs all in turns, once for the caches and then `rounds` times; prints and returns medians.
pub fn in_turns(title: &str, rounds: usize, mut ways: Vec<Way<'_>>) -> Vec<Duration> {
    println!("\n{title}");
    let mut times = vec![Vec::new(); ways.len()];
    for round in 0..=rounds {
        for (way, times) in ways.iter_mut().zip(&mut times) {
            let start = Instant::now();
            (way.run)();
            if round > 0 {
                times.push(start.elapsed());
            }
        }
    }
    let medians: Vec<Duration> = times.iter_mut().map(|times| median(times)).collect();
    for ((way, times), median) in ways.iter().zip(&times).zip(&medians) {
        println!(
            "  {:<44} {:>9}   best {:>9}",
            way.name,
            shown(*median),
            shown(times[0])
        );
    }
    medians
}

/// One figure beside its aim.
pub fn aim(what: &str, figure: &str, aim: &str) {
    println!("  {what:<44} {figure:>9}   aim  {aim:>9}");
}

/// How many times longer `of` took than `to`.
pub fn ratio(of: Duration, to: Duration) -> String {
    format!("{:.2}", of.as_secs_f64() / to.as_secs_f64())
}

pub fn median(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

pub fn shown(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
