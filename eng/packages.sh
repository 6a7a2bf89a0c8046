# Sourced by ./test and ./demo: builds the solution, packs it, and builds samples from the packages as a user gets them.
# Packages get a fresh version each time, because NuGet never looks twice at one it knows. Speaks on stderr only.

configuration=Release
packages=$PWD/artifacts/packages
version=0.1.0-dev.$(date -u +%Y%m%d%H%M%S)

# PackageVersion rather than Version: the assemblies stay the same, so an unchanged project is not compiled again.
build_solution() {
    dotnet build ServicePing.Generators.sln -c "$configuration" -p:PackageVersion="$version" -v quiet -nologo >&2
}

pack_solution() {
    rm -rf "$packages" artifacts/sample-packages/serviceping*
    dotnet pack ServicePing.Generators.sln -c "$configuration" -p:PackageVersion="$version" --no-build -o "$packages" -v quiet -nologo >&2
}

# The sample takes its version from $(ServicePingVersion).
build_sample() {
    dotnet build "$1" -c "$configuration" -v quiet -nologo -p:ServicePingVersion="$version" \
        -p:RestoreAdditionalProjectSources="$packages" -p:RestorePackagesPath="$PWD/artifacts/sample-packages" >&2
}
