# Sourced by ./test and ./demo: builds the solution, packs it, and builds samples from the packages as a user gets them.
# Packages get a fresh version each time, because NuGet never looks twice at one it knows. Speaks on stderr, and
# of what dotnet says only where it fails.

configuration=Release
packages=$PWD/artifacts/packages
version=0.1.0-dev.$(date -u +%Y%m%d%H%M%S)

quietly() {
    local output
    output=$("$@" 2>&1 </dev/null) || { say "$output"; return 1; }
}

# PackageVersion rather than Version: the assemblies stay the same, so an unchanged project is not compiled again.
build_solution() {
    quietly dotnet build ServicePing.Generators.sln -c "$configuration" -p:PackageVersion="$version" -v quiet -nologo
}

pack_solution() {
    rm -rf "$packages" artifacts/sample-packages/serviceping*
    quietly dotnet pack ServicePing.Generators.sln -c "$configuration" -p:PackageVersion="$version" --no-build -o "$packages" \
        -v quiet -nologo
}

# What samples need, without the tests and tools around it.
pack_product() {
    rm -rf "$packages" artifacts/sample-packages/serviceping*
    quietly dotnet build src/Tool -c "$configuration" -p:PackageVersion="$version" -v quiet -nologo
    for project in src/Runtime src/AspNetCore src/Testing src/Versions; do
        quietly dotnet pack "$project" -c "$configuration" -p:PackageVersion="$version" -o "$packages" -v quiet -nologo
    done
}

# The sample takes its version from $(ServicePingVersion).
build_sample() {
    quietly dotnet build "$1" -c "$configuration" -v quiet -nologo -p:ServicePingVersion="$version" \
        -p:RestoreAdditionalProjectSources="$packages" -p:RestorePackagesPath="$PWD/artifacts/sample-packages"
}

# All of them at once: one restore, one start of MSBuild, two projects at a time.
build_samples() {
    local sample
    mkdir -p artifacts
    {
        echo '<Solution>'
        for sample in samples/*/*.csproj; do
            printf '  <Project Path="../%s" />\n' "$sample"
        done
        echo '</Solution>'
    } >artifacts/samples.slnx
    build_sample artifacts/samples.slnx
}
