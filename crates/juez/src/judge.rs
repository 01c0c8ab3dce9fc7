//! El recorrido por las comprobaciones de un paso.

use std::cell::Cell;
use std::process::ExitCode;
use std::time::Instant;

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure};
use crate::options::{Format, Options};
use crate::process;
use crate::report;
use crate::step::Step;
use crate::verdict::{CheckVerdict, Verdict};

/// Código de salida cuando lo que falla es el propio juez.
const TOOL_FAILURE: u8 = 3;

/// Ejecuciones que pueden agotar su plazo antes de dar el paso por colgado.
const PATIENCE: usize = 2;

/// Una comprobación: qué se mira, cuánto vale y cómo se mira.
struct Check {
    id: &'static str,
    title: &'static str,
    weight: u32,
    look: fn(&Bench) -> CheckResult,
}

/// El juez de un paso.
pub struct Judge {
    step: Step,
    checks: Vec<Check>,
}

impl Judge {
    /// Un juez todavía sin comprobaciones.
    pub fn new(step: Step) -> Self {
        Self {
            step,
            checks: Vec::new(),
        }
    }

    /// Añade una comprobación que vale `weight` puntos.
    #[must_use]
    pub fn check(
        mut self,
        id: &'static str,
        title: &'static str,
        weight: u32,
        look: fn(&Bench) -> CheckResult,
    ) -> Self {
        self.checks.push(Check {
            id,
            title,
            weight,
            look,
        });
        self
    }

    /// Lee los argumentos, corrige, informa y devuelve el código de salida:
    /// 0 todo bien, 1 algo falla, 2 mal uso, 3 ha fallado el propio juez.
    pub fn run(self) -> ExitCode {
        let options = castellano::cli::parse::<Options>();
        if options.list {
            return self.list(&options);
        }
        process::adopt_orphans();
        if let Some(description) = &options.caja
            && let Err(error) = process::move_into(description)
        {
            let why = castellano::errno::describe_io(&error);
            eprintln!("No se puede usar la caja: {why}.");
            return ExitCode::from(TOOL_FAILURE);
        }
        let verdict = self.judge(&options);
        match options.formato {
            Format::Text => report::text::print(&self.step, &verdict),
            Format::Json => println!("{}", report::json::render(&verdict)),
        }
        ExitCode::from(verdict.exit_code())
    }

    /// La lista de comprobaciones, como la esperan los entornos de desarrollo.
    fn list(&self, options: &Options) -> ExitCode {
        if options.formato == Format::Json {
            println!(
                "{}",
                report::json::render_list(&self.step, &self.described())
            );
            return ExitCode::SUCCESS;
        }
        let trials = self
            .checks
            .iter()
            .map(|check| libtest_mimic::Trial::test(check.id, || Ok(())))
            .collect();
        libtest_mimic::run(&options.for_harness(), trials).exit_code()
    }

    fn described(&self) -> Vec<(&'static str, &'static str, u32)> {
        self.checks
            .iter()
            .map(|check| (check.id, check.title, check.weight))
            .collect()
    }

    fn judge(&self, options: &Options) -> Verdict {
        let start = Instant::now();
        let bench = Bench::new(self.step.clone(), options);
        let (chosen, rest): (Vec<_>, Vec<_>) = self
            .checks
            .iter()
            .partition(|check| options.selects(check.id));
        let hung = Cell::new(0);
        let checks = chosen
            .into_iter()
            .map(|check| judge_one(check, &bench, &hung))
            .collect();
        Verdict {
            step: self.step.name,
            title: self.step.title,
            checks,
            filtered_out: rest.len(),
            exhaustive: bench.was_exhaustive(),
            duration: start.elapsed(),
        }
    }
}

/// Hace una comprobación, salvo que el programa ya se haya colgado demasiadas veces.
fn judge_one(check: &Check, bench: &Bench, hung: &Cell<usize>) -> CheckVerdict {
    let start = Instant::now();
    let result = if hung.get() >= PATIENCE {
        Err(given_up())
    } else {
        (check.look)(bench)
    };
    hung.set(bench.log().deadlines_missed());
    CheckVerdict {
        id: check.id,
        title: check.title,
        weight: check.weight,
        result,
        seen: bench.log().turn_page(),
        duration: start.elapsed(),
    }
}

fn given_up() -> Failure {
    Failure::expected("Que el programa terminara a tiempo en las comprobaciones anteriores.")
        .happened(format!(
            "Ya se ha quedado colgado {PATIENCE} veces: esta no se ha llegado a hacer."
        ))
        .cause("La misma que en las anteriores.")
        .next("Arregla primero por qué no termina; después vuelve a corregir.")
}
