//! Qué se protege. Fuera de las pruebas, todo.

/// Las protecciones de la caja, una a una. Quitar cualquiera tiene que notarse: las
/// pruebas la quitan y comprueban que entonces algún ataque deja de pararse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "cada una se quita por separado, y no hay combinaciones prohibidas"
)]
pub struct Protections {
    /// El filtro de llamadas al sistema.
    pub syscall_filter: bool,
    /// Su propia red, vacía.
    pub network: bool,
    /// Sistema de archivos de solo lectura.
    pub files: bool,
    /// Archivos temporales acotados.
    pub temporary_size: bool,
    /// Límite de procesos.
    pub process_limit: bool,
    /// Límite de memoria.
    pub memory_limit: bool,
    /// Límite del tamaño de los archivos.
    pub file_size_limit: bool,
    /// Sin espacios de usuarios anidados.
    pub nested_namespaces: bool,
    /// Se miran los símbolos y las secciones de lo compilado.
    pub object_check: bool,
    /// Se miran las palabras del código.
    pub word_check: bool,
}

impl Default for Protections {
    fn default() -> Self {
        Self {
            syscall_filter: true,
            network: true,
            files: true,
            temporary_size: true,
            process_limit: true,
            memory_limit: true,
            file_size_limit: true,
            nested_namespaces: true,
            object_check: true,
            word_check: true,
        }
    }
}
