//! El banco de pruebas: lo que recibe cada comprobación.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use explorador::EndlessLoops;

use crate::failure::{CheckResult, Failure, died_of, quote, says_at_the_end};
use crate::options::Options;
use crate::process::{self, End, Finished, Invocation, PANIC_CODE};
use crate::reference;
use crate::schedules::Explored;
use crate::seen::Logbook;
use crate::step::Step;
use crate::todo;

/// Prepara ejecuciones del programa que se corrige y de la referencia.
pub struct Bench {
    step: Step,
    program: PathBuf,
    reference: OnceCell<Result<PathBuf, Failure>>,
    given_reference: Option<PathBuf>,
    log: Rc<Logbook>,
    gaps: RefCell<BTreeSet<String>>,
    /// Expropiaciones que se prueban como mucho; `None`, las que haga falta.
    pub(crate) preemptions: Option<usize>,
    /// El programa no suelta la memoria, y está bien.
    pub(crate) keeps_memory: bool,
    busy_wait: Cell<bool>,
    /// Explorar con otros argumentos, o con un fallo, es explorar el mismo programa.
    pub(crate) endless_loops: EndlessLoops,
    pub(crate) explored: RefCell<Explored>,
}

impl Bench {
    pub(crate) fn new(step: Step, options: &Options) -> Self {
        // Las rutas que se escriben a mano parten de la raíz del curso, no de la
        // carpeta en la que cargo ejecuta las pruebas.
        let from_root = |path: &PathBuf| step.root().join(path);
        Self {
            program: options
                .programa
                .as_ref()
                .map_or_else(|| step.program.into(), from_root),
            given_reference: options.referencia.as_ref().map(from_root),
            reference: OnceCell::new(),
            step,
            log: Rc::default(),
            gaps: RefCell::default(),
            preemptions: None,
            keeps_memory: false,
            busy_wait: Cell::new(false),
            endless_loops: EndlessLoops::default(),
            explored: RefCell::default(),
        }
    }

    /// El paso que se corrige.
    pub fn step(&self) -> &Step {
        &self.step
    }

    /// Una ejecución del programa del estudiante.
    pub fn program(&self) -> Invocation {
        Invocation::noting(&self.program, Rc::clone(&self.log)).inside(process::cage())
    }

    /// Una ejecución de la referencia: el mismo programa, con la solución.
    ///
    /// # Errores
    /// Si la referencia no está compilada y no se puede compilar.
    pub fn reference(&self) -> Result<Invocation, Failure> {
        let find = || match &self.given_reference {
            Some(path) => Ok(path.clone()),
            None => reference::locate(&self.step),
        };
        let path = self.reference.get_or_init(find).clone()?;
        // Si es la referencia la que se cuelga, el estudiante no tiene la culpa.
        Ok(Invocation::new(&path))
    }

    /// Ejecuta programa y referencia con los mismos argumentos, y exige al
    /// programa que termine bien.
    ///
    /// # Errores
    /// Un fallo que explica cómo acabó el programa, si no fue bien.
    pub fn run_both(&self, args: &[&str]) -> Result<(Finished, Finished), Failure> {
        let expected = self.reference()?.args(args).run()?;
        let actual = self.program().args(args).run()?;
        self.ended_like(&actual, &expected)?;
        Ok((actual, expected))
    }

    /// Exige que el programa acabe como la referencia, y si no, explica cómo acabó.
    ///
    /// # Errores
    /// El fallo, con la causa más probable de ese final.
    pub fn ended_like(&self, actual: &Finished, expected: &Finished) -> CheckResult {
        if actual.end == expected.end {
            return Ok(());
        }
        Err(self.explain_end(actual).expecting(format!(
            "Que el programa terminara como la referencia, que {}.",
            expected.describe_end()
        )))
    }

    /// Exige que el programa cuente el mismo error que la referencia, lo último que diga por
    /// la salida de errores. Lo que diga antes es de quien depura, y no importa.
    ///
    /// `cause` es la causa probable si cuenta otro.
    ///
    /// # Errores
    /// El fallo: o cuenta otro error, o algo lo terminó antes de que contara ninguno.
    pub fn complained_alike(
        &self,
        actual: &str,
        expected: &str,
        promise: &str,
        cause: &str,
    ) -> CheckResult {
        if says_at_the_end(actual, expected) {
            return Ok(());
        }
        let failure = Failure::expected(format!("{promise}\n{}", quote(expected)));
        let speaks = format!("{}: ", self.step.name);
        Err(if actual.lines().any(|line| line.starts_with(&speaks)) {
            failure
                .happened(quote(actual))
                .cause(cause)
                .next("Devuelve el error tal como llega: basta con `?`.")
        } else {
            failure
                .happened(if actual.trim().is_empty() {
                    "El programa terminó sin contar ningún error.".to_owned()
                } else {
                    format!("{}Y ahí terminó, sin contar el error.", quote(actual))
                })
                .cause(
                    "Tu función termina el programa (con `exit`) en lugar de volver: quien la \
                     llamó no llega a saber qué pasó.",
                )
                .next("Quita el `exit` y devuelve el error: basta con `?`.")
        })
    }

    /// Por qué una ejecución no acabó bien, según cómo acabó y lo que dejó escrito.
    pub fn explain_end(&self, run: &Finished) -> Failure {
        let failure = Failure::expected("Que el programa terminara bien.");
        let step = &self.step;
        let stderr = run.err();
        if let Some(todo) = todo::find(&stderr) {
            return failure
                .happened(format!(
                    "Falta escribir la función de la línea {}.",
                    todo.line
                ))
                .cause(format!(
                    "El `todo!` del esqueleto sigue en su sitio: «{}».",
                    todo.text
                ))
                .next(format!("Abre {} y escribe la función.", step.editable()))
                .at_line(todo.line)
                .section("ejercicio");
        }
        let happened = format!(
            "El programa {}.{}",
            run.describe_end(),
            quote_stderr(&stderr)
        );
        let failure = failure.happened(happened);
        match run.end {
            End::Exited(PANIC_CODE) => failure
                .cause("Un `panic!`: un `unwrap`, un `expect` o un índice fuera de sitio.")
                .next("Mira la línea que señala el mensaje; devuelve el error en vez de entrar en pánico."),
            End::Exited(0) => failure
                .cause("El programa terminó, como si todo hubiera ido bien, antes de hacer su trabajo.")
                .next("Busca un `exit` en tu código: tus funciones tienen que volver."),
            End::Exited(_) => failure
                .cause("El programa se encontró con un error, y lo dice por la salida de errores.")
                .next(format!("Ejecuta `cargo run -p {}` y mira qué dice.", step.name)),
            End::Killed(signal) => died_of(signal).explain(failure),
            End::Deadline(_) if run.stdout.total() + run.stderr.total() > CHATTER => failure
                .cause("Un bucle que escribe sin fin.")
                .next("Busca el bucle que escribe y la condición que lo para."),
            End::Deadline(_) => failure
                .cause("Un bucle que no acaba, o alguien que espera algo que no va a ocurrir.")
                .next("Busca quién espera a quién, y qué tendría que pasar para que siguiera."),
            End::Flood => failure
                .cause("Un bucle que escribe sin fin.")
                .next("Busca el bucle que escribe y la condición que lo para."),
        }
    }

    /// Exige que haya algo escrito: que a esta ejecución no la parara el `todo!` del
    /// esqueleto. Todo lo demás que se vea entonces no dice nada.
    ///
    /// # Errores
    /// El fallo que dice qué función falta.
    pub fn written(&self, run: &Finished) -> CheckResult {
        if run.is_unwritten() {
            return Err(self.explain_end(run));
        }
        Ok(())
    }

    /// Exige que no quede ningún proceso de una ejecución.
    ///
    /// # Errores
    /// El fallo, si quedaba alguno.
    pub fn nobody_left(&self, run: &Finished) -> CheckResult {
        let expected = "Que al terminar el programa no quedara ningún proceso suyo.";
        if run.left_running > 0 {
            let count = castellano::plural(run.left_running, "proceso", "procesos");
            return Err(Failure::expected(expected)
                .happened(format!("El programa terminó y dejó {count} en marcha."))
                .cause("Un hijo que no termina, o un padre que se va sin esperarlo.")
                .next("Comprueba que el hijo termina siempre, y que el padre lo espera."));
        }
        if run.zombies > 0 {
            let count = castellano::plural(run.zombies, "hijo terminado", "hijos terminados");
            return Err(Failure::expected(expected)
                .happened(format!("Quedó sin recoger {count}: zombis."))
                .cause("El padre terminó sin llamar a waitpid.")
                .next("Recoge a cada hijo con waitpid, también en los caminos de error."));
        }
        Ok(())
    }

    pub(crate) fn log(&self) -> &Logbook {
        &self.log
    }

    /// Apunta por qué no se recorrieron todos los órdenes.
    pub(crate) fn note_gap(&self, why: impl Into<String>) {
        self.gaps.borrow_mut().insert(why.into());
    }

    pub(crate) fn note_busy_wait(&self, seen: bool) {
        self.busy_wait.set(self.busy_wait.get() || seen);
    }

    /// Lo que conviene decir aunque no quite puntos.
    pub(crate) fn advice(&self) -> Vec<&'static str> {
        self.busy_wait
            .get()
            .then_some(BUSY_WAIT)
            .into_iter()
            .collect()
    }

    pub(crate) fn gaps(&self) -> Vec<String> {
        self.gaps.borrow().iter().cloned().collect()
    }
}

/// Girar sin ceder da el resultado correcto en todos los órdenes, así que no es un
/// fallo; pero gasta un procesador entero mientras espera.
const BUSY_WAIT: &str = "Un proceso espera mirando la memoria sin parar. Aquí funciona, pero ocupa \
    un procesador entero mientras tanto: cédelo entre mirada y mirada (sched_yield), o duerme en un \
    futex, un semáforo o una tubería.";

/// Bytes que ningún programa del curso llega a escribir: a quien se le acaba el
/// plazo después de tantos, lo que le pasa es que no para de escribir.
const CHATTER: usize = 64 * 1024;

fn quote_stderr(stderr: &str) -> String {
    const LINES: usize = 6;
    let text = stderr.trim();
    if text.is_empty() {
        return String::new();
    }
    let mut lines: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("note: "))
        .take(LINES + 1)
        .collect();
    if lines.len() > LINES {
        lines[LINES] = "…";
    }
    format!("\nDijo por la salida de errores:\n  {}", lines.join("\n  "))
}
