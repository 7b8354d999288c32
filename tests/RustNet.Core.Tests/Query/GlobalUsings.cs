global using RustNet.Core.Query;
