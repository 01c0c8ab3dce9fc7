// Hilos de la biblioteca estándar: se rechaza, como en C.
// Finales:
//   error hilos
fn main() {
    let hilo = std::thread::spawn(|| 42);
    println!("{}", hilo.join().expect("hilo"));
}
