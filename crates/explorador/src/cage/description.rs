//! La caja, contada en una línea: así se la pasa quien la hace a quien entra.

use std::fmt;

use nix::sys::resource::Resource;

/// Un límite de `setrlimit(2)`, blando y duro a la vez.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Qué se limita.
    pub resource: Resource,
    /// El valor, en la unidad que pida cada uno.
    pub value: u64,
}

/// Los límites que se saben poner: sus nombres, en minúsculas y sin `RLIMIT_`.
const LIMITS: [(&str, Resource); 10] = [
    ("as", Resource::RLIMIT_AS),
    ("core", Resource::RLIMIT_CORE),
    ("cpu", Resource::RLIMIT_CPU),
    ("fsize", Resource::RLIMIT_FSIZE),
    ("memlock", Resource::RLIMIT_MEMLOCK),
    ("msgqueue", Resource::RLIMIT_MSGQUEUE),
    ("nofile", Resource::RLIMIT_NOFILE),
    ("nproc", Resource::RLIMIT_NPROC),
    ("sigpending", Resource::RLIMIT_SIGPENDING),
    ("stack", Resource::RLIMIT_STACK),
];

impl Limit {
    /// El límite `name`, o `None` si no se sabe poner.
    pub fn named(name: &str, value: u64) -> Option<Self> {
        let (_, resource) = *LIMITS.iter().find(|(known, _)| *known == name)?;
        Some(Self { resource, value })
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let known = LIMITS
            .iter()
            .find(|(_, resource)| *resource == self.resource);
        // Un límite fuera de la tabla no se entiende al leerlo, y entonces no se entra:
        // mejor que olvidarlo.
        write!(f, "{}={}", known.map_or("?", |(name, _)| name), self.value)
    }
}

/// Qué descriptores y qué límites hacen falta para entrar en una caja. Los
/// descriptores los hereda quien la lee.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    /// PID, visto desde fuera, del primer proceso de la caja.
    pub init: i32,
    /// Su pidfd (`pidfd_open(2)`).
    pub init_fd: i32,
    /// El espacio de usuarios dueño de los demás espacios de la caja.
    pub owner: i32,
    /// El espacio de usuarios en el que se vive dentro.
    pub user: i32,
    /// Por donde se habla con el portero.
    pub porter: i32,
    /// La caja no tiene red propia: comparte la de fuera. Solo pasa en las pruebas que
    /// quitan esa protección.
    pub shared_network: bool,
    /// El filtro de `seccomp(2)`: las instrucciones, tal cual. Sin él no hay filtro.
    pub filter: Option<i32>,
    /// Los `cgroup.procs` a los que hay que apuntarse.
    pub groups: Vec<i32>,
    /// Los límites que se pone el programa, ya dentro.
    pub limits: Vec<Limit>,
}

impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "init={},init_fd={},owner={},user={},porter={}",
            self.init, self.init_fd, self.owner, self.user, self.porter
        )?;
        if self.shared_network {
            write!(f, ",shared_network=1")?;
        }
        if let Some(fd) = self.filter {
            write!(f, ",filter={fd}")?;
        }
        for fd in &self.groups {
            write!(f, ",group={fd}")?;
        }
        for limit in &self.limits {
            write!(f, ",{limit}")?;
        }
        Ok(())
    }
}

impl Description {
    /// La lee.
    ///
    /// # Errores
    /// Qué palabra no se entiende o falta.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut told = Self {
            init: 0,
            init_fd: 0,
            owner: 0,
            user: 0,
            porter: 0,
            shared_network: false,
            filter: None,
            groups: Vec::new(),
            limits: Vec::new(),
        };
        for word in text.split(',') {
            let odd = || format!("no se entiende «{word}» en la descripción de la caja");
            let (name, value) = word.split_once('=').ok_or_else(odd)?;
            if let Some(limit) = value
                .parse()
                .ok()
                .and_then(|value| Limit::named(name, value))
            {
                told.limits.push(limit);
                continue;
            }
            let number: i32 = value.parse().map_err(|_| odd())?;
            match name {
                "init" => told.init = number,
                "init_fd" => told.init_fd = number,
                "owner" => told.owner = number,
                "user" => told.user = number,
                "porter" => told.porter = number,
                "shared_network" => told.shared_network = number == 1,
                "filter" => told.filter = Some(number),
                "group" => told.groups.push(number),
                _ => return Err(odd()),
            }
        }
        let needed = [told.init, told.init_fd, told.owner, told.user, told.porter];
        if needed.iter().any(|&number| number <= 0) {
            return Err("a la descripción de la caja le falta un dato".to_owned());
        }
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_what_is_read() {
        let told = Description {
            init: 4242,
            init_fd: 5,
            owner: 6,
            user: 7,
            porter: 8,
            shared_network: true,
            filter: Some(9),
            groups: vec![10, 11],
            limits: vec![
                Limit::named("nproc", 64).unwrap(),
                Limit::named("as", 1 << 40).unwrap(),
            ],
        };

        assert_eq!(Description::parse(&told.to_string()), Ok(told));
    }

    #[test]
    fn a_missing_or_unknown_word_is_refused() {
        let short = Description::parse("init=1,init_fd=4");
        let odd = Description::parse("init=1,init_fd=4,owner=5,user=6,porter=7,puerta=3");

        assert!(short.unwrap_err().contains("falta"));
        assert!(odd.unwrap_err().contains("«puerta=3»"));
    }
}
