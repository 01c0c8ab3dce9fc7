//! Lo que el programa cuenta de sus procesos, leído de su salida.

use juez::process::Finished;

/// Lo que el programa contó de sus procesos.
pub struct Story {
    /// El proceso que se lanzó: el padre.
    pub launched: i32,
    /// Lo que salió.
    pub out: String,
}

impl Story {
    /// Lo que contó esta ejecución.
    pub fn of(run: &Finished) -> Self {
        Self {
            launched: run.pid,
            out: run.out(),
        }
    }

    /// Cuántas veces aparece `text`.
    pub fn times(&self, text: &str) -> usize {
        self.out.matches(text).count()
    }

    /// Las veces que el hijo dice quién es.
    pub fn greetings(&self) -> usize {
        self.times(" y mi padre es ")
    }

    /// El PID que dice tener el hijo.
    pub fn child(&self) -> Option<i32> {
        let (before, _) = self.out.split_once(" y mi padre es ")?;
        before.rsplit(' ').next()?.parse().ok()
    }

    /// El PID del hijo al que recogió el padre, acabara como acabara.
    pub fn collected(&self) -> Option<i32> {
        let line = self
            .out
            .lines()
            .find(|line| line.contains(" terminó con código ") || line.starts_with("A mi hijo "))?;
        let (_, rest) = line.split_once("i hijo ")?;
        rest.split(' ').next()?.parse().ok()
    }
}

/// Lo que sale, con cada cosa que escribe el programa en su línea: así lo que escriba
/// alguien más queda aparte.
pub fn by_lines(out: &str) -> String {
    out.replace("Voy a crear un hijo… ", "Voy a crear un hijo…\n")
        .replace(
            "Y esto es todo lo que hago.",
            "Y esto es todo lo que hago.\n",
        )
}
