//! Una ejecución, de principio a fin.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::Result;
use tokio::sync::{Mutex, mpsc};

use super::allowance::PROGRAM;
use super::builder::{Compiled, Compiler, program_environment};
use super::event::{Event, Stream};
use super::explain;
use super::explore::{Exploration, News};
use super::frames::{Ending, Frame, Outcome};
use super::guarded::Guardhouse;
use super::job::{Job, Language, Purpose};
use super::prepare::prepare;
use super::queue::{Queue, Ticket};
use super::store::Store;
use super::task::Task;
use super::text::Letters;
use crate::compile::Toolchain;
use crate::outcome::sentence;

/// Ejecuciones a la vez: los programas del curso usan dos o tres procesos.
const AT_ONCE: usize = 2;

/// Noticias que pueden esperar a que la página las lea.
const BACKLOG: usize = 16;

/// Lo que comparten todas las ejecuciones.
#[derive(Debug)]
pub struct Runner {
    root: PathBuf,
    store: Store,
    queue: Arc<Queue>,
    guards: Arc<Guardhouse>,
    toolchain: Mutex<Option<Toolchain>>,
}

impl Runner {
    /// Para el curso de `root`.
    pub fn new(root: &Path, guards: Arc<Guardhouse>) -> Arc<Self> {
        Arc::new(Self {
            root: root.to_owned(),
            store: Store::of(root),
            queue: Queue::new(AT_ONCE),
            guards,
            toolchain: Mutex::new(None),
        })
    }

    /// Se pone a la cola; `None` si no cabe nadie más.
    pub fn admit(&self) -> Option<Ticket> {
        self.queue.join()
    }

    /// Compila las bibliotecas del curso antes de que nadie las pida, y pone un vigía en
    /// pie. Si no se puede, lo dirá la primera ejecución.
    pub async fn warm_up(&self) {
        self.guards.open();
        self.store.forget_abandoned();
        let _ = self.toolchain().await;
    }

    /// Ejecuta `job`, o lo explora, y lo va contando. Abandonar el futuro lo para todo.
    pub async fn run(&self, job: Job, purpose: Purpose, ticket: Ticket, news: mpsc::Sender<Event>) {
        let mut story = Story { news, runner: self };
        if let Err(error) = story.tell(&job, purpose, ticket).await {
            story
                .end(
                    false,
                    format!("El taller no ha podido ejecutarlo: {}.", sentence(&error)),
                    None,
                    Vec::new(),
                )
                .await;
        }
    }

    async fn toolchain(&self) -> Result<Toolchain> {
        let mut known = self.toolchain.lock().await;
        if let Some(toolchain) = &*known {
            return Ok(toolchain.clone());
        }
        let toolchain = prepare(&self.root, &self.guards).await?;
        *known = Some(toolchain.clone());
        Ok(toolchain)
    }
}

/// Cuántas noticias caben entre la ejecución y la página.
pub fn channel() -> (mpsc::Sender<Event>, mpsc::Receiver<Event>) {
    mpsc::channel(BACKLOG)
}

struct Story<'a> {
    news: mpsc::Sender<Event>,
    runner: &'a Runner,
}

impl Story<'_> {
    async fn tell(&mut self, job: &Job, purpose: Purpose, mut ticket: Ticket) -> Result<()> {
        self.wait_for_turn(&mut ticket).await;
        let compiler = self.compiler(job.language).await?;
        let key = compiler.key(job);
        let start = Instant::now();
        let cached = self.runner.store.find(&key);
        let was_cached = cached.is_some();
        let program = match cached {
            Some(program) => program,
            None => match self.compile(&compiler, job, &key).await? {
                Some(program) => program,
                None => return Ok(()),
            },
        };
        let compile_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.say(Event::Running {
            compile_ms,
            cached: was_cached,
        })
        .await;
        match purpose {
            Purpose::Run => self.execute(job, &program).await,
            Purpose::Explore => self.explore(job, &program).await,
        }
    }

    async fn wait_for_turn(&mut self, ticket: &mut Ticket) {
        let mut told = 0;
        loop {
            let place = ticket.place();
            if place == 0 {
                return;
            }
            if place != told {
                self.say(Event::Queued { place }).await;
                told = place;
            }
            ticket.moved().await;
        }
    }

    async fn compiler(&mut self, language: Language) -> Result<Compiler> {
        if language == Language::C {
            return Ok(Compiler::C);
        }
        if self
            .runner
            .toolchain
            .try_lock()
            .is_ok_and(|known| known.is_some())
        {
            return self.runner.toolchain().await.map(Compiler::Rust);
        }
        self.say(Event::Preparing).await;
        self.runner.toolchain().await.map(Compiler::Rust)
    }

    /// El programa compilado, o nada si no compila, y ya está contado.
    async fn compile(
        &mut self,
        compiler: &Compiler,
        job: &Job,
        key: &str,
    ) -> Result<Option<PathBuf>> {
        self.say(Event::Compiling).await;
        let Compiled {
            program,
            said,
            outcome,
        } = compiler
            .compile(job, key, &self.runner.store, &self.runner.guards)
            .await?;
        if !said.is_empty() {
            self.say(Event::Diagnostics {
                explanations: explain::compiler(job.language, &said),
                text: said,
            })
            .await;
        }
        if program.is_none() {
            let summary = explain::compile_failure(&outcome);
            self.end(false, summary, None, Vec::new()).await;
        }
        Ok(program)
    }

    async fn execute(&mut self, job: &Job, program: &Path) -> Result<()> {
        let mut command: Vec<OsString> = vec![program.into()];
        command.extend(job.arguments.iter().map(OsString::from));
        let task = Task {
            allowance: PROGRAM,
            folder: None,
            environment: program_environment(),
            command,
        };
        let mut guarded = self.runner.guards.start(&task).await?;
        let (mut out, mut err) = (Letters::default(), Letters::default());
        let mut last_words = String::new();
        let ending = loop {
            match guarded.next().await? {
                Frame::Stdout(bytes) => self.output(Stream::Stdout, out.push(&bytes)).await,
                Frame::Stderr(bytes) => {
                    let text = err.push(&bytes);
                    last_words.push_str(&text);
                    self.output(Stream::Stderr, text).await;
                }
                Frame::End(ending) => break ending,
            }
        };
        self.output(Stream::Stdout, out.finish()).await;
        self.output(Stream::Stderr, err.finish()).await;
        self.finish(job.language, &ending, &last_words).await;
        Ok(())
    }

    async fn explore(&mut self, job: &Job, program: &Path) -> Result<()> {
        let runner = self.runner;
        let mut exploration =
            Exploration::start(&runner.guards, &runner.root, program, &job.arguments).await?;
        let over = loop {
            match exploration.next().await? {
                News::Going {
                    schedules,
                    outcomes,
                } => {
                    self.say(Event::Exploring {
                        schedules,
                        outcomes,
                    })
                    .await;
                }
                News::Over(over) => break over,
            }
        };
        let ok = over.steps.is_some();
        if let Some(steps) = over.steps {
            self.say(Event::Explored { steps }).await;
        }
        self.end(ok, over.summary, Some(over.elapsed_us), Vec::new())
            .await;
        Ok(())
    }

    async fn finish(&mut self, language: Language, ending: &Ending, last_words: &str) {
        let ok = ending.outcome == Outcome::Exited { code: 0 };
        let summary = explain::summary(ending);
        let explanations = explain::runtime(language, ending, last_words);
        self.end(ok, summary, Some(ending.elapsed_us), explanations)
            .await;
    }

    async fn output(&mut self, stream: Stream, text: String) {
        if !text.is_empty() {
            self.say(Event::Output { stream, text }).await;
        }
    }

    async fn end(
        &mut self,
        ok: bool,
        summary: String,
        run_us: Option<u64>,
        explanations: Vec<super::event::Explanation>,
    ) {
        self.say(Event::End {
            ok,
            summary,
            run_us,
            explanations,
        })
        .await;
    }

    async fn say(&mut self, event: Event) {
        // Si la página ya no escucha, enseguida se abandonará este futuro.
        let _ = self.news.send(event).await;
    }
}
