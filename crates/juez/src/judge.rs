//! El recorrido por las comprobaciones de un paso.

use std::cell::Cell;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use crate::bench::Bench;
use crate::failure::{CheckResult, Failure};
use crate::options::{Format, Options};
use crate::process;
use crate::report;
use crate::step::Step;
use crate::verdict::{CheckVerdict, Verdict};

/// El código de salida de un juez que no ha podido hacer su trabajo.
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
    preemptions: Option<usize>,
    keeps_memory: bool,
}

impl Judge {
    /// Un juez todavía sin comprobaciones.
    pub fn new(step: Step) -> Self {
        Self {
            step,
            checks: Vec::new(),
            preemptions: None,
            keeps_memory: false,
        }
    }

    /// El programa de este paso no suelta la memoria, porque todavía no toca: que se quede
    /// sin soltar no es noticia, y los dibujos no lo dicen.
    #[must_use]
    pub fn keeping_memory(mut self) -> Self {
        self.keeps_memory = true;
        self
    }

    /// Los órdenes que se recorren son los de hasta `preemptions` expropiaciones: para
    /// programas con demasiados. Los títulos de las comprobaciones tienen que decirlo.
    #[must_use]
    pub fn preempting_at_most(mut self, preemptions: usize) -> Self {
        self.preemptions = Some(preemptions);
        self
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
            // Si tampoco se puede decir, queda el código de salida.
            let _ = writeln!(io::stderr(), "No se puede usar la caja: {why}.");
            return ExitCode::from(TOOL_FAILURE);
        }
        let verdict = match options.formato {
            Format::Text | Format::Json => self.judge(&options, &mut |_| Ok(())),
            Format::Lines => self.narrate(&options),
        };
        // Lo que se exploró deja huérfanos ya muertos: sin recogerlos, los heredaría quien
        // llama, y tras muchas correcciones serían miles.
        process::sweep();
        // Solo falla quien va contando, y es que ya no le escucha nadie: sin quien
        // espere el veredicto, no hay por qué seguir ejecutando nada.
        let Ok(verdict) = verdict else {
            return ExitCode::from(TOOL_FAILURE);
        };
        let heard = match options.formato {
            Format::Text => {
                report::text::print(&self.step, &verdict);
                true
            }
            Format::Json => say(&report::json::render(&verdict)),
            Format::Lines => true,
        };
        // Para un programa, un veredicto que no llega no es ningún veredicto.
        ExitCode::from(if heard {
            verdict.exit_code()
        } else {
            TOOL_FAILURE
        })
    }

    /// Corrige y lo va contando.
    fn narrate(&self, options: &Options) -> io::Result<Verdict> {
        let mut output = io::stdout();
        let chosen: Vec<_> = self
            .described()
            .into_iter()
            .filter(|(id, ..)| options.selects(id))
            .collect();
        let start = report::lines::start(&self.step, &chosen);
        report::lines::say(&mut output, &start)?;
        let verdict = self.judge(options, &mut |check| {
            report::lines::say(&mut output, &report::lines::check(check))
        })?;
        report::lines::say(&mut output, &report::lines::verdict(&verdict))?;
        Ok(verdict)
    }

    /// La lista de comprobaciones, como la esperan los entornos de desarrollo.
    fn list(&self, options: &Options) -> ExitCode {
        if options.formato != Format::Text {
            let list = report::json::render_list(&self.step, &self.described());
            return if say(&list) {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(TOOL_FAILURE)
            };
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

    /// Hace las comprobaciones pedidas, y cada una se la cuenta a `tell`.
    fn judge(
        &self,
        options: &Options,
        tell: &mut dyn FnMut(&CheckVerdict) -> io::Result<()>,
    ) -> io::Result<Verdict> {
        let start = Instant::now();
        let mut bench = Bench::new(self.step.clone(), options);
        bench.preemptions = self.preemptions;
        bench.keeps_memory = self.keeps_memory;
        let (chosen, rest): (Vec<_>, Vec<_>) = self
            .checks
            .iter()
            .partition(|check| options.selects(check.id));
        let hung = Cell::new(0);
        let mut checks = Vec::new();
        for check in chosen {
            let verdict = judge_one(check, &bench, &hung);
            tell(&verdict)?;
            checks.push(verdict);
        }
        Ok(Verdict {
            step: self.step.name,
            title: self.step.title,
            checks,
            filtered_out: rest.len(),
            gaps: bench.gaps(),
            advice: bench.advice(),
            duration: start.elapsed(),
        })
    }
}

/// Escribe una línea por la salida estándar. Dice si se pudo: `println!` entraría en pánico.
fn say(line: &str) -> bool {
    writeln!(io::stdout(), "{line}").is_ok()
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
