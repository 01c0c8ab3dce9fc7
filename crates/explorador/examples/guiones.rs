//! Compara la búsqueda reducida con la fuerza bruta en programas inventados:
//! `cargo run --release -p explorador --example guiones -- BINARIO SEMILLA CUÁNTOS [OPERACIONES]`
//! (el binario es `tests/programas/guion.c` compilado).

use std::collections::BTreeSet;

use explorador::{Explorer, Limits, Program, Report};

fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed >> 8
}

fn endings(report: &Report) -> BTreeSet<String> {
    report
        .outcomes
        .iter()
        .map(|o| {
            format!(
                "{:?} {:?} {:?} {} {}",
                o.verdict,
                o.stdout_text(),
                o.exit,
                o.zombies,
                o.children_left
            )
        })
        .collect()
}

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let mut seed: u64 = args[2]
        .parse::<u64>()
        .expect("semilla")
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        | 1;
    let rounds: usize = args[3].parse().expect("cuántos");
    let operations = args
        .get(4)
        .map_or("RWRWACItlFDdYc", String::as_str)
        .as_bytes();
    let mut totals = [0; 2];
    for round in 0..rounds {
        let processes = 2 + next(&mut seed) % 2;
        let scripts: Vec<String> = (0..processes)
            .map(|_| {
                let length = 1 + next(&mut seed) % if processes == 2 { 3 } else { 1 };
                let mut script = String::new();
                for _ in 0..length {
                    let place = usize::try_from(next(&mut seed)).unwrap_or(0) % operations.len();
                    script.push(char::from(operations[place]));
                    script.push(if next(&mut seed).is_multiple_of(2) {
                        '0'
                    } else {
                        '1'
                    });
                }
                script
            })
            .collect();
        let limits = Limits {
            schedules: 3000,
            ..Limits::default()
        };
        let explorer = Explorer::new(Program::new(&args[1]).args(&scripts)).limits(limits);
        let everything = explorer.clone().brute_force().explore();
        let reduced = explorer.explore();
        match (&everything, &reduced) {
            (Ok(everything), Ok(reduced)) => {
                totals[0] += everything.schedules;
                totals[1] += reduced.schedules;
                let (all, some) = (endings(everything), endings(reduced));
                let wrong = if everything.exhaustive {
                    all != some
                } else {
                    !all.is_subset(&some)
                };
                if wrong {
                    println!(
                        "DISTINTOS {round}: {scripts:?}: {} {} / {} {}",
                        everything.schedules,
                        everything.exhaustive,
                        reduced.schedules,
                        reduced.exhaustive
                    );
                    println!("  faltan {:?}", all.difference(&some).collect::<Vec<_>>());
                    println!("  sobran {:?}", some.difference(&all).collect::<Vec<_>>());
                }
            }
            other => println!("ERROR {round}: {scripts:?}: {other:?}"),
        }
    }
    println!(
        "{rounds} guiones, {} planes a lo bruto, {} reducidos",
        totals[0], totals[1]
    );
}
